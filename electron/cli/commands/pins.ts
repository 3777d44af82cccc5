import type { Command } from 'commander';
import { readFingerprint } from '../../../shared/verify/index.ts';
import { writeFileAtomic } from '../../core/index.ts';
import { knownRootsFile, readKnownRoots } from '../../verbs/index.ts';
import { defaultUserFolder } from '../client.ts';
import { openTerminal } from '../terminal.ts';
import { commonOptions } from './context.ts';

/** Fingerprints that were pinned. @throws Problem `damaged` */
export async function readPins(): Promise<readonly string[]> {
  return Object.keys(await readKnownRoots(defaultUserFolder()));
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
      const pins = await readKnownRoots(defaultUserFolder());
      if (text !== undefined) {
        const fingerprint = readFingerprint(text);
        const others = Object.entries(pins).filter(([known]) => known !== fingerprint);
        const next = Object.fromEntries(own.forget === true ? others : [...others, [fingerprint, own.name]]);
        await writeFileAtomic(
          knownRootsFile(defaultUserFolder()),
          Buffer.from(`${JSON.stringify(next, null, 2)}\n`, 'utf8'),
        );
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
