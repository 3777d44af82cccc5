import type { Command } from 'commander';
import { Problem, type ReportId } from '../../../shared/domain/index.ts';
import type { SignerView } from '../../../shared/ipc/index.ts';
import { typedPath } from '../client.ts';
import { Passwords } from '../passwords.ts';
import type { Terminal } from '../terminal.ts';
import { atWork } from './context.ts';
import { readMeaning } from './meaning.ts';

/** `audit signer ...` and `audit countersign`: with which key reports are signed, and who else signs them. */
export function addSignerCommands(audit: Command): void {
  const signer = audit.command('signer').description('with which key reports are signed');
  signer
    .command('show')
    .description('who signs reports now, and the fingerprint that others compare')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        print(terminal, await client.call('signing.getSigner', {}));
      });
    });
  signer
    .command('request')
    .description('write a request (PKCS#10) for a certificate of the hospital’s own authority')
    .requiredOption('--name <text>', 'the name in the certificate')
    .option('--organisation <text>', 'the organisation in it')
    .requiredOption('--out <file>', 'where to write the request')
    .action(async (options: { name: string; organisation?: string; out: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const { name: commonName, organisation } = options;
        const saved = await client.withFile('save', typedPath(options.out), () =>
          client.call('signing.requestCertificate', {
            commonName,
            ...(organisation === undefined ? {} : { organisation }),
          }),
        );
        terminal.say(`Wrote ${saved?.file ?? options.out}. Send it to your authority; the key stays here.`);
        terminal.result(saved);
      });
    });
  addTakingIn(signer);
  addCountersign(audit);
}

function addTakingIn(signer: Command): void {
  signer
    .command('certificate <file>')
    .description('take in the certificate that the authority issued, with those above it')
    .action(async (file: string, _: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options }) => {
        const password = await passwords.get(String(options.user));
        const view = await client.withFile('open', typedPath(file), () =>
          client.call('signing.importCertificate', { password }),
        );
        if (view !== null) print(terminal, view);
      });
    });
  signer
    .command('key-file <file>')
    .description('take in a private key with its certificates (PKCS#12); its password is asked for')
    .option('--key-password-file <file>', 'read that password from a file')
    .action(async (file: string, own: { keyPasswordFile?: string }, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options }) => {
        const password = await passwords.get(String(options.user));
        const filePassword = await other(own.keyPasswordFile).get('the key file');
        const view = await client.withFile('open', typedPath(file), () =>
          client.call('signing.importKeyFile', { password, filePassword }),
        );
        if (view !== null) print(terminal, view);
      });
    });
  signer
    .command('token')
    .description('sign with a smart card or other token (PKCS#11) from now on')
    .requiredOption('--module <file>', 'the PKCS#11 library that came with it')
    .option('--token <label>', 'which token, where several are inserted')
    .option('--certificate <label>', 'which of its certificates')
    .option('--pin-file <file>', 'read the PIN from a file')
    .action(
      async (
        own: { module: string; token?: string; certificate?: string; pinFile?: string },
        command: Command,
      ) => {
        await atWork(command, async ({ client, terminal, passwords, options }) => {
          const password = await passwords.get(String(options.user));
          const pin = await other(own.pinFile).get('the token (PIN)');
          const view = await client.withFile('open', typedPath(own.module), () =>
            client.call('signing.useToken', {
              password,
              pin,
              ...(own.token === undefined ? {} : { tokenLabel: own.token }),
              ...(own.certificate === undefined ? {} : { certificateLabel: own.certificate }),
            }),
          );
          if (view !== null) print(terminal, view);
        });
      },
    );
  signer
    .command('workspace')
    .description('sign with the key of the workspace, under its own root')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options }) => {
        const password = await passwords.get(String(options.user));
        print(terminal, await client.call('signing.useWorkspaceKey', { password }));
      });
    });
}

function addCountersign(audit: Command): void {
  audit
    .command('countersign')
    .description('sign an issued report after its author; what they signed stays as it is')
    .requiredOption('--report <id>', 'which report')
    .requiredOption('--out <file>', 'where to write the PDF with all signatures')
    .option('--meaning <word>', 'what your signature means: review, approval or responsibility', 'review')
    .option('--pin-file <file>', 'read the PIN of the token from a file, where one signs')
    .action(
      async (own: { report: string; out: string; meaning: string; pinFile?: string }, command: Command) => {
        await atWork(command, async ({ client, terminal, passwords, options }) => {
          const password = await passwords.get(String(options.user));
          const pin = own.pinFile === undefined ? undefined : await other(own.pinFile).get('the token (PIN)');
          const signed = await client.withFile('save', typedPath(own.out), () =>
            client.call('signing.countersign', {
              report: readReportId(own.report),
              password,
              meaning: readMeaning(own.meaning),
              ...(pin === undefined ? {} : { pin }),
            }),
          );
          terminal.say(`Signed. Wrote ${signed.file} (SHA-256 ${signed.sha256}).`);
          terminal.result(signed);
        });
      },
    );
}

function readReportId(text: string): ReportId {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text))
    throw new Problem(
      'wrong_usage',
      `\`${text}\` is no id of a report`,
      'Reports are listed with their ids.',
    );
  return text as ReportId;
}

/** A secret beside the person's own password: from a file of its own, else from a prompt. */
function other(file: string | undefined): Passwords {
  return new Passwords(file === undefined ? undefined : typedPath(file));
}

function print(terminal: Terminal, view: SignerView): void {
  const kinds = {
    workspace: 'the workspace’s own key',
    authority: 'the workspace’s key under your authority',
    key_file: 'a key from a file',
    token: 'a token',
  } as const;
  terminal.say(
    `Reports are signed with ${kinds[view.kind]} (${view.key}): ${view.names.join(', issued by ')}.`,
  );
  terminal.say(`Valid until ${new Date(view.validUntilMs).toISOString().slice(0, 10)}.`);
  terminal.say(`Root fingerprint (SHA-256): ${view.rootSha256}`);
  terminal.result(view);
}
