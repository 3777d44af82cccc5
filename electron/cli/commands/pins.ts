import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { Problem } from '../../../shared/domain/index.ts';
import { readFingerprint } from '../../../shared/verify/index.ts';
import { writeFileAtomic } from '../../core/index.ts';
import { defaultUserFolder } from '../client.ts';
import { openTerminal } from '../terminal.ts';
import { commonOptions } from './context.ts';

/** Roots that this person trusts, in their own folder: fingerprints with a name to remember them by. */
const Pins = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string().max(200));

function pinsFile(): string {
  return join(defaultUserFolder(), 'known-roots.json');
}

async function readAll(): Promise<z.infer<typeof Pins>> {
  let text: string;
  try {
    text = await readFile(pinsFile(), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw unreadable();
  }
  try {
    return Pins.parse(JSON.parse(text));
  } catch {
    throw unreadable();
  }
}

function unreadable(): Problem {
  return new Problem(
    'damaged',
    'the file of known roots `known-roots.json` cannot be read',
    'Move it away and pin the roots again, each from where you have it.',
  );
}

/** Fingerprints that were pinned. @throws Problem `damaged` */
export async function readPins(): Promise<readonly string[]> {
  return Object.keys(await readAll());
}

/** `audit pin`: remembers a root fingerprint, so that reports under it verify. */
export function addPinCommand(audit: Command): void {
  audit
    .command('pin [fingerprint]')
    .description(
      'trust a root fingerprint from a recovery sheet or from the hospital; alone, lists those trusted',
    )
    .option('--name <text>', 'a name to remember it by', 'without a name')
    .option('--forget', 'trust it no longer')
    .action(async (text: string | undefined, own: { name: string; forget?: boolean }, command: Command) => {
      const terminal = openTerminal(commonOptions(command).json === true);
      const pins = await readAll();
      if (text !== undefined) {
        const fingerprint = readFingerprint(text);
        const others = Object.entries(pins).filter(([known]) => known !== fingerprint);
        const next = Object.fromEntries(own.forget === true ? others : [...others, [fingerprint, own.name]]);
        await writeFileAtomic(pinsFile(), Buffer.from(`${JSON.stringify(next, null, 2)}\n`, 'utf8'));
        terminal.say(
          own.forget === true ? `Forgotten: ${fingerprint}` : `Trusted from now on: ${fingerprint}`,
        );
        terminal.result(next);
        return;
      }
      for (const [fingerprint, name] of Object.entries(pins)) terminal.say(`${fingerprint}  ${name}`);
      if (Object.keys(pins).length === 0) terminal.say('No root is pinned beside that of the workspace.');
      terminal.result(pins);
    });
}
