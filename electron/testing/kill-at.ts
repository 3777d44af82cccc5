import files from 'node:fs/promises';
import { flushCompileCache, syncBuiltinESMExports } from 'node:module';
import Database from 'better-sqlite3-multiple-ciphers';

/**
 * Loaded before everything else, in each thread of a process that is to be killed: SIGKILL at the step that
 * the environment names, in whatever thread comes to it. `before NAME n` and `after NAME n` are the n-th
 * renaming onto a file of that name, `removing NAME n` and `removed NAME n` the n-th removal of one, `update n` the
 * n-th key of a payload that is wrapped anew.
 */
const [when, name, count] = (process.env.SWARM_KILL_AT ?? '').split(' ');
let seen = 0;

function reached(): void {
  seen += 1;
  if (seen !== Number(count)) return;
  // A thread that ends in order keeps what it compiled for the next one; this one will not.
  flushCompileCache();
  process.kill(process.pid, 'SIGKILL');
}

const { rename } = files;
files.rename = async (from, to) => {
  const isIt = String(to).endsWith(name ?? '');
  if (isIt && when === 'before') reached();
  await rename(from, to);
  if (isIt && when === 'after') reached();
};
const { rm } = files;
files.rm = async (path, options) => {
  const isIt = String(path).endsWith(name ?? '');
  if (isIt && when === 'removing') reached();
  await rm(path, options);
  if (isIt && when === 'removed') reached();
};
syncBuiltinESMExports();

if (when === 'update') {
  interface Statement {
    run(...values: unknown[]): unknown;
  }
  const prototype = Database.prototype as { prepare(sql: string): Statement };
  const { prepare } = prototype;
  prototype.prepare = function (this: unknown, sql: string): Statement {
    const statement = prepare.call(this, sql);
    if (!sql.startsWith('UPDATE payload_keys')) return statement;
    return {
      run: (...values) => {
        reached();
        return statement.run(...values);
      },
    };
  };
}
