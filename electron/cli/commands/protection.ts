import type { Command } from 'commander';
import type { WantedProtectionArgs } from '../../../shared/ipc/index.ts';
import type { Terminal } from '../terminal.ts';

export interface ProtectionOptions {
  readonly recipient: string;
  readonly to?: string;
  readonly clear?: string;
}

/** What every command says that lets something about patients out: who gets it, and how it is shut. */
export function withProtection(command: Command): Command {
  return command
    .requiredOption('--recipient <text>', 'who gets it; recorded')
    .option(
      '--to <age1...>',
      "shut it to the recipient's public key (age); else a passphrase is made and told once",
    )
    .option('--clear <reason>', 'leave it in clear, for this reason; recorded, and asks where policy asks');
}

export function readProtection({ recipient, to, clear }: ProtectionOptions): {
  readonly recipient: string;
  readonly protection: WantedProtectionArgs;
} {
  if (clear !== undefined) return { recipient, protection: { kind: 'clear', reason: clear } };
  return {
    recipient,
    protection: to === undefined ? { kind: 'passphrase' } : { kind: 'age', recipient: to },
  };
}

/** Says how the file was shut, and how to open it. */
export function sayProtection(
  terminal: Terminal,
  sent: { readonly protection: string; readonly passphrase?: string | undefined },
): void {
  if (sent.passphrase !== undefined) {
    terminal.say(`Passphrase: ${sent.passphrase}`);
    terminal.say('It is shown this once. Tell it to the recipient by another way than the file.');
    terminal.say('The file opens in 7-Zip, WinZip and other tools that know ZIP with AES-256.');
  } else if (sent.protection === 'age') terminal.say("It opens with the recipient's key: age --decrypt.");
  else if (sent.protection === 'clear') terminal.say('It is in clear: nothing protects it any more.');
}
