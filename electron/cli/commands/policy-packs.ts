import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import { signPolicyPack, verifyPolicyPack } from '../../compose-policy.ts';
import { createSiteKey } from '../../keys/index.ts';
import { resourcesFolder, typedPath } from '../client.ts';
import { Passwords } from '../passwords.ts';
import { openTerminal } from '../terminal.ts';
import { atWork, commonOptions } from './context.ts';

const SECRET = 'site-key.json';
const PUBLIC = 'site-public.json';

/** Policies that a site signs once, so that forty workstations take the same one. */
export function addPackCommands(program: Command): void {
  const policy = program.commands.find((command) => command.name() === 'policy') ?? program.command('policy');
  const pack = policy.command('pack').description('policies signed by a site, for all its workstations');

  pack
    .command('make-key <folder>')
    .description(`make the key of a site: ${SECRET}, under a password, and ${PUBLIC} for every workstation`)
    .requiredOption('--name <site>', 'the name of the site')
    .action(async (folder: string, { name }: { name: string }, command: Command) => {
      const made = await createSiteKey(name, await passwordsOf(command).get('the site key'));
      const path = typedPath(folder);
      await mkdir(path, { recursive: true, mode: 0o700 });
      await writeNew(join(path, SECRET), made.secretFile, 0o600);
      await writeNew(join(path, PUBLIC), made.publicFile, 0o644);
      const terminal = terminalOf(command);
      terminal.say(`Made the key of ${name}. Its fingerprint, to compare on each workstation:`);
      terminal.say(`  ${made.fingerprint}`);
      terminal.result({ folder: path, fingerprint: made.fingerprint });
    });

  pack
    .command('sign <file>')
    .description('check a file of rules and sign it as a pack')
    .requiredOption('--site-key <file>', `the site's ${SECRET}`)
    .requiredOption('--name <text>', 'what to call it')
    .requiredOption('--pack-version <number>', 'rises with every pack; no workstation takes an older one')
    .requiredOption('--out <file>', 'where to write the pack')
    .option('--profile <name>', 'the compliance profile that the rules are for', 'hipaa')
    .action(
      async (
        file: string,
        options: { siteKey: string; name: string; packVersion: string; out: string; profile: string },
        command: Command,
      ) => {
        const packVersion = Number(options.packVersion);
        if (!Number.isInteger(packVersion) || packVersion < 1)
          throw new Problem('wrong_usage', 'the version of a pack is a whole number from 1 on');
        const { profile, name } = options;
        const text = Buffer.from(await read(file)).toString('utf8');
        const { check, signed } = await signPolicyPack(
          resourcesFolder,
          { ...{ profile, name, packVersion, text }, madeAtMs: Date.now() },
          {
            secretFile: await read(options.siteKey),
            password: await passwordsOf(command).get('the site key'),
          },
        );
        const terminal = terminalOf(command);
        for (const { line, message } of check.problems) terminal.note(`${file}:${line}: ${message}`);
        for (const { message, severity } of check.findings) if (severity === 'error') terminal.note(message);
        if (signed === undefined)
          throw new Problem(
            'check_failed',
            'a policy with errors is not signed',
            `See swarm policy check ${file}`,
          );
        await writeNew(typedPath(options.out), signed, 0o644);
        terminal.say(
          `Signed ${name}, version ${packVersion}, ${check.rules} rules with the floor: ${options.out}`,
        );
        terminal.result({ file: options.out, rules: check.rules });
      },
    );

  pack
    .command('verify <pack>')
    .description('whether a site signed a pack, without a workspace')
    .requiredOption('--site <file>', `the site's ${PUBLIC}`)
    .action(async (file: string, { site }: { site: string }, command: Command) => {
      const found = verifyPolicyPack(await read(file), await read(site));
      const terminal = terminalOf(command);
      terminal.say(
        `Signed by the site: ${found.name}, version ${found.packVersion}, for the profile ${found.profile}.`,
      );
      terminal.result(found);
    });

  pack
    .command('trust <file>')
    .description('take packs of this site from now on; for administrators, with their password')
    .action(async (file: string, _: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options }) => {
        const password = await passwords.get(String(options.user));
        const site = await client.withFile('open', typedPath(file), () =>
          client.call('policy.trustSite', { password }),
        );
        terminal.say(
          site === null ? 'Nothing was chosen.' : `Packs of ${site.name} are taken: ${site.fingerprint}`,
        );
        terminal.result(site);
      });
    });

  pack
    .command('import <pack>')
    .description('take in a pack as a draft; check, replay and activate it as any other')
    .action(async (file: string, _: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const version = await client.withFile('open', typedPath(file), () =>
          client.call('policy.importPack', {}),
        );
        terminal.say(
          version === null ? 'Nothing was chosen.' : `Taken in as ${version.id}: ${version.name}.`,
        );
        terminal.result(version);
      });
    });
}

function terminalOf(command: Command) {
  return openTerminal(commonOptions(command).json === true);
}

function passwordsOf(command: Command): Passwords {
  const { passwordFile } = commonOptions(command);
  return new Passwords(
    passwordFile === undefined || passwordFile === '-' ? passwordFile : typedPath(passwordFile),
  );
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(typedPath(path));
  } catch {
    throw new Problem('not_found', `there is no file \`${path}\``);
  }
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx', mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Problem('already_exists', 'a file of this name is there already', 'Name another one.');
  }
}
