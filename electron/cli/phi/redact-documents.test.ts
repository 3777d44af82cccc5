import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { SurrogateVault } from '../../runtime/phi/index.ts';
import { readLines } from './lines.ts';
import { redactDocuments, type RedactHooks, type RedactedTotals } from './redact-documents.ts';

async function* bytes(...parts: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part as string));
}

const RENDERING = {
  profile: 'mask',
  vault: SurrogateVault.create(),
  realistic: false,
  currentYear: 2026,
} as const;

interface Redacted {
  readonly totals: RedactedTotals;
  readonly lines: readonly { id: string | number; text: string; spans: { start: number; end: number }[] }[];
  readonly bad: readonly string[];
}

async function redacted(...parts: (string | Buffer)[]): Promise<Redacted> {
  let out = '';
  const bad: string[] = [];
  const hooks: RedactHooks = {
    onBadLine: ({ number, reason }) => bad.push(`${number}: ${reason}`),
    onWithheld: () => undefined,
    onProgress: () => undefined,
  };
  const output = new Writable({
    highWaterMark: 16,
    write: (chunk: Buffer, _, done) => {
      out += chunk.toString();
      setImmediate(done);
    },
  });
  const totals = await redactDocuments(bytes(...parts), output, RENDERING, hooks);
  const lines = out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Redacted['lines'][number]);
  return { totals, lines, bad };
}

describe('redacting JSON lines', () => {
  it('gives every document its spans, as offsets into the text as it was', async () => {
    const text = 'Très bien. Mr. Thistlewick, SSN 123-45-6789 \u{1f9e0} jo@example.org';
    const { lines } = await redacted(`${JSON.stringify({ id: 7, text, more: 1 })}\n`);
    const [document] = lines;
    expect(document?.id).toBe(7);
    expect(document?.text).toBe('Très bien. Mr. [NAME], SSN [SSN] \u{1f9e0} [EMAIL]');
    expect(document?.spans.map(({ start, end }) => text.slice(start, end))).toEqual([
      'Thistlewick',
      '123-45-6789',
      'jo@example.org',
    ]);
  });

  it('says of a bad line what is wrong with it, tells nothing of it, and goes on', async () => {
    const { totals, lines, bad } = await redacted(
      '\ufeff{"id":"a","text":"Dr. Ames"}\r\n',
      'Wilhelmina Krauss\n\n{"id":"b"}\n{"id":"c","text":"x","kind":"poem"}\n[1]\n',
      '{"id":"d","text":"fine","kind":null}',
    );
    expect(lines.map(({ id }) => id)).toEqual(['a', 'd']);
    expect(totals).toMatchObject({ documents: 2, badLines: 4 });
    expect(bad.map((line) => line.slice(0, 2))).toEqual(['2:', '4:', '5:', '6:']);
    expect(bad.join()).not.toContain('Krauss');
  });

  it('takes characters and lines that are split over chunks, and line separators inside JSON', async () => {
    const whole = Buffer.from('{"id":"ü","text":"señor\u2028Mr. Núñez"}\n{"id":2,"text":""}');
    const pieces = Array.from(whole, (_, at) => whole.subarray(at, at + 1));
    const { lines, bad } = await redacted(...pieces);
    expect(bad).toEqual([]);
    expect(lines.map(({ id, text }) => [id, text])).toEqual([
      ['ü', 'señor\u2028Mr. [NAME]'],
      [2, ''],
    ]);
  });

  it('holds no line beyond the longest, and finds the next', async () => {
    const read: unknown[] = [];
    for await (const line of readLines(bytes('short\n', 'x'.repeat(60), 'y'.repeat(60), '\nnext'), 100))
      read.push(line);
    expect(read).toEqual([
      { number: 1, text: 'short' },
      { number: 2, text: undefined, why: 'too_long' },
      { number: 3, text: 'next' },
    ]);
  });

  it('guesses at no bytes that are not UTF-8, and says which line holds them', async () => {
    const { totals, lines, bad } = await redacted(
      Buffer.from('{"id":1,"text":"Señora Núñez"}\n', 'latin1'),
      '{"id":2,"text":"\ufffd stays"}\n',
    );
    expect(bad).toEqual(['1: the line is not UTF-8; save the file as UTF-8']);
    expect(lines.map(({ id, text }) => [id, text])).toEqual([[2, '\ufffd stays']]);
    expect(totals).toMatchObject({ documents: 1, badLines: 1 });
  });

  it.each([
    ['ENOSPC', 'storage_full', 'the output cannot be written: the disk is full'],
    ['EPIPE', 'cancelled', 'nobody reads the output any more'],
    ['EIO', 'invalid_input', 'the output cannot be written: the system refused'],
  ])('says what stands behind %s', async (code, problem, message) => {
    const output = new Writable({
      write: (_chunk, _encoding, done) => {
        done(Object.assign(new Error('write'), { code }));
      },
    });
    output.on('error', () => undefined);
    const hooks: RedactHooks = {
      ...{ onBadLine: () => undefined, onWithheld: () => undefined, onProgress: () => undefined },
    };
    const input = bytes('{"id":1,"text":"Seen today."}\n');
    await expect(redactDocuments(input, output, RENDERING, hooks)).rejects.toMatchObject({
      ...{ code: problem, message },
    });
  });
});
