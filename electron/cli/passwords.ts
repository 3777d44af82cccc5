import { readFile } from 'node:fs/promises';
import { Problem } from '../../shared/domain/index.ts';
import { askHidden } from './terminal.ts';

/**
 * Passwords come from a file, from standard input (`-`) or from a prompt, never from an argument:
 * arguments are visible to every process of the machine.
 */
export class Passwords {
  readonly #file: string | undefined;
  #lines: readonly string[] | undefined;

  constructor(file: string | undefined) {
    this.#file = file;
  }

  /** The password on the given line (from 0) of the file, or what the person types. */
  async get(who: string, line = 0): Promise<string> {
    if (this.#file === undefined) return askHidden(`Password of ${who}: `);
    this.#lines ??= (await readText(this.#file)).split(/\r?\n/);
    const password = this.#lines[line];
    if (password === undefined || password === '') {
      throw new Problem(
        'invalid_input',
        `the password file has no line ${line + 1} for ${who}`,
        'Write one password per line.',
      );
    }
    return password;
  }
}

async function readText(file: string): Promise<string> {
  try {
    if (file !== '-') return await readFile(file, 'utf8');
    const parts: Buffer[] = [];
    for await (const part of process.stdin) parts.push(part as Buffer);
    return Buffer.concat(parts).toString('utf8');
  } catch {
    throw new Problem(
      'not_found',
      `the password file \`${file}\` cannot be read`,
      'Check the path and its permissions.',
    );
  }
}
