import { z } from 'zod';
import { CitedPayloads } from './cited-payloads.ts';
import { verifyJournal } from './verify-journal.ts';
import { verifyPayloads } from './verify-payloads.ts';

/**
 * The verifier as a program of its own, built from `shared/` and this folder alone. It reads one JSON
 * document from standard input, so that no key stands in an argument or a file, and writes one to standard
 * output. Exit 0 where everything that was checked holds, 1 where something does not, 2 for a request that
 * is none.
 */
const Key = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform((hex) => Uint8Array.from(Buffer.from(hex, 'hex')));

const Request = z.strictObject({
  /** The workspace. Only read. */
  folder: z.string().min(1),
  origin: z.string().min(1).max(200),
  /** Keys in hexadecimal, as `resources/docs/journal-format.md` names them. */
  databaseKey: Key,
  macKey: Key.optional(),
  checkpointPublicKey: Key,
  contentDatabaseKey: Key.optional(),
  /** Checkpoints that were kept elsewhere: signed notes. */
  witnessed: z.array(z.string().max(100_000)).max(100).optional(),
});

const MOST_INPUT = 20_000_000;

async function readInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8'))
    if (text.length < MOST_INPUT) text += chunk as string;
  return text;
}

async function run(input: string): Promise<number> {
  const request = Request.safeParse(parseJson(input));
  if (!request.success) {
    process.stderr.write('the request on standard input is not as `journal-format.md` says\n');
    return 2;
  }
  const payloads = new CitedPayloads();
  try {
    const { contentDatabaseKey, ...options } = request.data;
    const journal = await verifyJournal({ ...options, payloads });
    const content = await verifyPayloads({
      folder: options.folder,
      contentDatabaseKey,
      cited: payloads.parts(),
    });
    const report = { ...journal, checks: [...journal.checks, ...content.checks], payloads: content.verdict };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    const holds = journal.verdict === 'ok' && (content.verdict === 'ok' || content.verdict === 'not_checked');
    return holds ? 0 : 1;
  } finally {
    payloads.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

process.exitCode = await run(await readInput());
