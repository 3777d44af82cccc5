import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntryContext, JournalWriter } from '../../../shared/formats/index.ts';
import { EVENTS } from '../../../shared/formats/index.ts';
import { sha256Hex } from '../../core/index.ts';
import { openZipAes256, Transfers, type OutRequest, type WantedProtection } from './index.ts';

const CONTEXT: EntryContext = { actor: { id: 'application', role: 'none' }, correlation: 'test' };
const TABLE = 'ward,days\r\nW1,3\r\n';
const SEVEN_ZIP = ['/usr/bin/7zz', '/usr/bin/7z'].find((path) => existsSync(path));
const AGE = '/usr/bin/age';

let folder: string;
let chosen: string | undefined;
let asked: unknown[];
let entries: { readonly kind: string; readonly phase: string; readonly body: Record<string, unknown> }[];
let refuses: boolean;
let transfers: Transfers;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'transfers-'));
  [chosen, asked, entries, refuses] = [undefined, [], [], false];
  const put = (kind: string, phase: string, body: unknown): Promise<never> => {
    if (refuses) return Promise.reject(new Error('the journal is full'));
    const event = EVENTS[kind as 'transfer.out'] as unknown as Record<
      string,
      { parse(body: unknown): never }
    >;
    entries.push({ kind, phase, body: event[phase]!.parse(body) });
    return Promise.resolve({ seq: entries.length, wallMs: 0 } as never);
  };
  const journal: JournalWriter = {
    event: (kind, body) => put(kind, 'event', body),
    intent: (kind, body) => put(kind, 'intent', body),
    outcome: (kind, _, body) => put(kind, 'outcome', body),
  };
  const choose = (request: unknown): Promise<string | undefined> => {
    asked.push(request);
    return Promise.resolve(chosen);
  };
  transfers = new Transfers({
    ...{ chooseFile: choose, chooseSaveFile: choose, journal: () => journal },
    machine: {
      ...{
        platform: 'linux',
        list: (path) => (path === '/dev/disk/by-label' ? ['Doe'] : []),
      },
      read: (path) => (path === '/proc/self/mountinfo' ? '1 0 8:1 / / rw - vfat /dev/sdb1 rw' : undefined),
      link: (path) => (path === '/sys/dev/block/8:1' || path.includes('by-label') ? '../sdb1' : undefined),
    },
    closedFolders: () => [join(folder, 'workspace')],
    redact: (text) => text.replaceAll('Doe', '[NAME]'),
    wallMs: () => Date.UTC(2026, 2, 5, 12),
  });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const MEDIUM = { kind: 'unknown', filesystem: 'vfat', label: '[NAME]', encrypted: false };

async function send(protection: WantedProtection | undefined, more: Partial<OutRequest> = {}) {
  chosen ??= join(folder, 'table');
  const place = await transfers.place(
    {
      what: 'table',
      suggestedName: 'stays-v2.csv',
      purpose: 'study',
      recipient: 'registry',
      protection,
      ...more,
    },
    CONTEXT,
  );
  return place?.send(TABLE, CONTEXT);
}

describe('what leaves', () => {
  it('is shut with a passphrase that is made, told once and recorded nowhere', async () => {
    const sent = await send({ kind: 'passphrase' });
    expect(asked).toEqual([{ title: 'Export a table', suggestedName: 'stays-v2.zip' }]);
    expect(sent).toMatchObject({ file: join(folder, 'table.zip'), protection: 'zip_aes256' });
    expect(sent?.passphrase).toMatch(/^(?:[a-hjkmnp-z2-9]{4}-){5}[a-hjkmnp-z2-9]{4}$/);
    const bytes = await readFile(sent!.file);
    expect(sent).toMatchObject({ sizeBytes: bytes.length, sha256: sha256Hex(bytes) });
    expect(bytes.includes('W1,3')).toBe(false);
    const { name, content, others } = openZipAes256(bytes, sent!.passphrase!);
    expect([name, content.toString()]).toEqual(['stays-v2.csv', TABLE]);
    expect(others.map((other) => other.name)).toEqual(['about-this-file.json']);
    const about = {
      what: 'table',
      medium: MEDIUM,
      protection: 'zip_aes256',
      purpose: 'study',
      recipient: 'registry',
    };
    expect(entries).toEqual([
      { kind: 'transfer.out', phase: 'intent', body: about },
      {
        kind: 'transfer.out',
        phase: 'outcome',
        body: { ok: true, sizeBytes: sent?.sizeBytes, sha256: sent?.sha256 },
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain(sent!.passphrase);
    // Nothing else lies there, and the next file has another passphrase.
    expect(await readdir(folder)).toEqual(['table.zip']);
    chosen = join(folder, 'other');
    expect((await send({ kind: 'passphrase' }))?.passphrase).not.toBe(sent?.passphrase);
  });

  it.skipIf(SEVEN_ZIP === undefined)('opens in 7-Zip, and in nothing with another passphrase', async () => {
    const rows = Array.from({ length: 30_000 }, (_, at) => `W${at % 9},${at},a note about row ${at}`).join(
      '\r\n',
    );
    chosen = join(folder, 'große-Tabelle');
    const place = await transfers.place(
      {
        ...{ what: 'table', suggestedName: 'größe.csv', purpose: 'p', recipient: 'r' },
        protection: { kind: 'passphrase' },
      },
      CONTEXT,
    );
    const sent = await place!.send(rows, CONTEXT);
    const seven = (...args: string[]) =>
      execFileSync(SEVEN_ZIP!, args, {
        encoding: 'utf8',
        timeout: 60_000,
        maxBuffer: 1 << 26,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    expect(seven('t', `-p${sent.passphrase!}`, sent.file)).toContain('Everything is Ok');
    expect(seven('l', '-slt', sent.file)).toMatch(
      /Path = größe\.csv[\s\S]*Encrypted = \+[\s\S]*Method = AES-256 Deflate/,
    );
    expect(seven('x', '-so', `-p${sent.passphrase!}`, sent.file, 'größe.csv')).toBe(rows);
    const note = seven('x', '-so', `-p${sent.passphrase!}`, sent.file, 'about-this-file.json');
    expect(JSON.parse(note)).toMatchObject({ file: 'größe.csv', sizeBytes: Buffer.byteLength(rows) });
    expect(() => seven('t', '-pwrong', sent.file)).toThrow(/Wrong password|Command failed/);
    const bytes = await readFile(sent.file);
    expect(() => openZipAes256(bytes, 'wrong')).toThrow('does not open');
    bytes[bytes.length >> 1]! ^= 1;
    expect(() => openZipAes256(bytes, sent.passphrase!)).toThrow('damaged');
  });

  it("is shut to a recipient's public key with age, which the recipient alone opens", async () => {
    const identity = await generateX25519Identity();
    const recipient = await identityToRecipient(identity);
    const sent = await send({ kind: 'age', recipient });
    expect(asked).toEqual([{ title: 'Export a table', suggestedName: 'stays-v2.csv.age' }]);
    expect(sent).toMatchObject({ file: join(folder, 'table.age'), protection: 'age' });
    expect(sent).not.toHaveProperty('passphrase');
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const bytes = await readFile(sent!.file);
    expect(await decrypter.decrypt(bytes, 'text')).toBe(TABLE);
    expect(entries[0]?.body).toMatchObject({ protection: 'age', recipientKey: recipient });
    if (existsSync(AGE)) {
      const key = join(folder, 'key.txt');
      await writeFile(key, identity);
      expect(execFileSync(AGE, ['-d', '-i', key, sent!.file], { encoding: 'utf8', timeout: 60_000 })).toBe(
        TABLE,
      );
    }
    const other = new Decrypter();
    other.addIdentity(await generateX25519Identity());
    await expect(other.decrypt(bytes, 'text')).rejects.toThrow();
    await expect(send({ kind: 'age', recipient: `${recipient.slice(0, -1)}x` })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('leaves in clear with a reason on record, and never without purpose, recipient and protection', async () => {
    const sent = await send({ kind: 'clear', reason: 'the reader has no tool' });
    expect(await readFile(sent!.file, 'utf8')).toBe(TABLE);
    expect(sent?.file).toBe(join(folder, 'table.csv'));
    expect(entries[0]?.body).toMatchObject({ protection: 'clear', clearReason: 'the reader has no tool' });
    const shut = { kind: 'passphrase' } as const;
    await expect(send(undefined)).rejects.toMatchObject({ code: 'wrong_usage' });
    await expect(send(shut, { purpose: undefined })).rejects.toMatchObject({ code: 'wrong_usage' });
    await expect(send(shut, { recipient: undefined })).rejects.toMatchObject({ code: 'wrong_usage' });
  });

  describe('bears a mark of who handed it to whom', () => {
    const marked = {
      handover: {
        sentByName: 'Otto Operator',
        labels: ['date', 'free_text'],
        source: { dataset: 'd1', version: '2' },
      },
    };
    const said = {
      ...{ format: 'swarm-clinical/handover/1', what: 'table', purpose: 'study', recipient: 'registry' },
      ...{ sentBy: 'Otto Operator', sentById: 'application', sentByRole: 'none' },
      ...{ sentAt: '2026-03-05T12:00:00.000Z', labels: ['date', 'free_text'], reference: 'test' },
      ...{ dataset: 'd1', version: '2' },
    };
    const readNote = async (path: string): Promise<Record<string, unknown>> =>
      JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;

    it('in its archive, about the file as it was before it was shut', async () => {
      const sent = await send({ kind: 'passphrase' }, marked);
      const { content, others } = openZipAes256(await readFile(sent!.file), sent!.passphrase!);
      expect(JSON.parse(others[0]!.content.toString())).toEqual({
        ...said,
        about: expect.stringContaining('Not to be passed on'),
        ...{ file: 'stays-v2.csv', sizeBytes: TABLE.length, sha256: sha256Hex(content) },
        protection: 'zip_aes256',
      });
      expect(await readdir(folder)).toEqual(['table.zip']);
    });

    it('beside what is no archive, about the file as it lies there, and no cell stands in it', async () => {
      const recipient = await identityToRecipient(await generateX25519Identity());
      for (const wanted of [
        { kind: 'age', recipient } as const,
        { kind: 'clear', reason: 'no tool' } as const,
      ]) {
        chosen = join(folder, wanted.kind);
        const sent = await send(wanted, marked);
        const note = await readNote(`${sent!.file}.about.json`);
        const lying = await readFile(sent!.file);
        expect(note).toMatchObject({ ...said, protection: wanted.kind });
        expect(note).toMatchObject({ sizeBytes: lying.length, sha256: sha256Hex(lying) });
        expect(JSON.stringify(note)).not.toContain('W1,3');
      }
      expect((await readdir(folder)).sort()).toEqual([
        ...['age.age', 'age.age.about.json', 'clear.csv', 'clear.csv.about.json'],
      ]);
    });

    it('as keys and values for formats that carry them, and none on what is not about patients', async () => {
      chosen = join(folder, 'table.parquet');
      const request: OutRequest = {
        ...{ what: 'table', suggestedName: 'a.parquet', purpose: 'study', recipient: 'registry', ...marked },
        protection: { kind: 'passphrase' },
      };
      const { stamp } = (await transfers.place(request, CONTEXT))!;
      expect(stamp).toMatchObject({
        sentBy: 'Otto Operator',
        recipient: 'registry',
        labels: 'date free_text',
      });
      chosen = join(folder, 'entry.tlog-proof');
      const proof = await transfers.place({ what: 'proof', suggestedName: 'entry.tlog-proof' }, CONTEXT);
      await proof!.send('a proof', CONTEXT);
      expect([proof!.stamp, await readdir(folder)]).toEqual([{}, ['entry.tlog-proof']]);
    });

    it('which replaces its own earlier note and nothing else, and without which no file stays', async () => {
      const clear = { kind: 'clear', reason: 'no tool' } as const;
      chosen = join(folder, 'table.csv');
      const sent = await send(clear);
      await send(clear, { purpose: 'another study' });
      expect(await readNote(`${sent!.file}.about.json`)).toMatchObject({ purpose: 'another study' });
      await writeFile(`${sent!.file}.about.json`, '{"of": "somebody else"}');
      await expect(send(clear)).rejects.toMatchObject({ code: 'already_exists' });
      expect(await readFile(`${sent!.file}.about.json`, 'utf8')).toBe('{"of": "somebody else"}');
      await rm(`${sent!.file}.about.json`);
      // A folder stands where the note would go: between the look and the writing anything may happen.
      const place = await transfers.place(
        {
          ...{ what: 'table', suggestedName: 'a.csv', purpose: 'p', recipient: 'r' },
          protection: clear,
        },
        CONTEXT,
      );
      await mkdir(`${sent!.file}.about.json`);
      await expect(place!.send(TABLE, CONTEXT)).rejects.toThrow();
      expect(await readdir(folder)).toEqual(['table.csv.about.json']);
    });
  });

  it('needs no words where it holds nothing about patients, and says so in its entry', async () => {
    chosen = join(folder, 'entry.tlog-proof');
    const place = await transfers.place({ what: 'proof', suggestedName: 'entry-4.tlog-proof' }, CONTEXT);
    await place!.send('a proof', CONTEXT);
    expect(entries[0]?.body).toMatchObject({
      ...{ protection: 'open', purpose: 'verification elsewhere', recipient: 'not stated' },
    });
  });

  it('replaces what the person agreed to replace, and nothing that they were not asked about', async () => {
    chosen = join(folder, 'table.zip');
    await writeFile(chosen, 'old');
    const sent = await send({ kind: 'passphrase' });
    expect((await readFile(sent!.file)).subarray(0, 2).toString()).toBe('PK');
    chosen = join(folder, 'table');
    await expect(send({ kind: 'passphrase' })).rejects.toMatchObject({ code: 'already_exists' });
  });

  it('goes to no link, no device, no folder of the application and of the system, and the refusal is on record', async () => {
    await mkdir(join(folder, 'workspace'));
    await writeFile(join(folder, 'real.zip'), 'real');
    await symlink(join(folder, 'real.zip'), join(folder, 'link.zip'));
    const places = [
      join(folder, 'workspace', 'a.zip'),
      join(folder, 'link.zip'),
      join(folder, 'a.zip:stream'),
      '/proc/self/a.zip',
      '/dev/a.zip',
      join(folder, 'nowhere', 'a.zip'),
      join(folder, 'aux.zip'),
    ];
    for (const place of places) {
      chosen = place;
      await expect(send({ kind: 'passphrase' })).rejects.toThrow();
    }
    expect(entries.map(({ kind }) => kind)).toEqual(places.map(() => 'transfer.refused'));
    expect(entries[0]?.body).toMatchObject({
      way: 'out',
      what: 'table',
      why: 'that is a folder of the application itself',
    });
    expect(await readFile(join(folder, 'real.zip'), 'utf8')).toBe('real');
  });

  it('is there whole or not at all: a source that fails, a stop, a folder that may not be written', async () => {
    chosen = join(folder, 'table.zip');
    const request: OutRequest = {
      ...{ what: 'table', suggestedName: 'a.csv', purpose: 'p', recipient: 'r' },
      protection: { kind: 'passphrase' },
    };
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('begun');
      await Promise.resolve();
      throw new Error('torn');
    };
    const place = await transfers.place(request, CONTEXT);
    await expect(place!.send(broken(), CONTEXT)).rejects.toThrow('torn');
    await expect(place!.send(TABLE, CONTEXT, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    if (process.getuid?.() !== 0) {
      await chmod(folder, 0o500);
      await expect(place!.send(TABLE, CONTEXT)).rejects.toMatchObject({ code: 'not_allowed' });
      await chmod(folder, 0o700);
    }
    expect(await readdir(folder)).toEqual([]);
    expect(entries.filter(({ phase }) => phase === 'outcome').map(({ body }) => body.ok)).not.toContain(true);
    const identity = await identityToRecipient(await generateX25519Identity());
    const aged = await transfers.place(
      { ...request, protection: { kind: 'age', recipient: identity } },
      CONTEXT,
    );
    await expect(aged!.send(broken(), CONTEXT)).rejects.toThrow('torn');
    expect(await readdir(folder)).toEqual([]);
  });

  it('tells how much of it was taken, and is stopped between two pieces with nothing left behind', async () => {
    chosen = join(folder, 'table');
    const request: OutRequest = {
      ...{ what: 'table', suggestedName: 'a.csv', purpose: 'p', recipient: 'r' },
      protection: { kind: 'passphrase' },
    };
    const place = await transfers.place(request, CONTEXT);
    const stop = new AbortController();
    const taken: number[] = [];
    let given = 0;
    let closed = false;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (; given < 1000; given += 1) yield Buffer.alloc(1 << 16, await Promise.resolve(given));
      } finally {
        closed = true;
      }
    };
    const onProgress = (bytes: number): void => {
      taken.push(bytes);
      if (taken.length === 20) stop.abort();
    };
    const sent = place!.send(endless(), CONTEXT, { signal: stop.signal, onProgress });
    await expect(sent).rejects.toMatchObject({ code: 'cancelled' });
    expect(taken.slice(0, 3)).toEqual([1 << 16, 2 << 16, 3 << 16]);
    expect([closed, given < 1000, await readdir(folder)]).toEqual([true, true, []]);
    expect(entries.at(-1)).toMatchObject({ phase: 'outcome', body: { ok: false, code: 'cancelled' } });
  });

  it('does not leave where the journal cannot say so first', async () => {
    refuses = true;
    await expect(send({ kind: 'passphrase' })).rejects.toThrow('full');
    expect(await readdir(folder)).toEqual([]);
  });

  it('asks nobody twice: who cancels sends nothing', async () => {
    const place = await transfers.place({ what: 'proof', suggestedName: 'a.tlog-proof' }, CONTEXT);
    expect([place, entries]).toEqual([undefined, []]);
  });
});

describe('what comes in', () => {
  it('is on record with its medium and size, and never with its name', async () => {
    chosen = join(folder, 'visits of Doe.csv');
    await writeFile(chosen, TABLE);
    const brought = await transfers.bring('table', CONTEXT);
    expect(brought).toMatchObject({ path: chosen, file: 'visits of Doe.csv', sizeBytes: TABLE.length });
    expect(Buffer.from(await brought!.read()).toString()).toBe(TABLE);
    expect(entries).toEqual([
      {
        kind: 'transfer.in',
        phase: 'event',
        body: { what: 'table', medium: MEDIUM, sizeBytes: TABLE.length },
      },
    ]);
    expect(asked).toEqual([
      { title: 'Import a table', extensions: ['csv', 'tsv', 'txt', 'psv', 'xlsx', 'parquet'] },
    ]);
  });

  it('that is not there is named to the person, and not to the journal', async () => {
    const [gone, nowhere] = [join(folder, 'Jane Roe.csv'), join(folder, 'Jane Roe', 'stays.csv')];
    await expect(transfers.take('table', gone, CONTEXT)).rejects.toMatchObject({
      message: 'there is no such file',
      hint: `Nothing lies at \`${gone}\`. Check how it is written, and whether its medium is in.`,
    });
    await expect(transfers.take('table', nowhere, CONTEXT)).rejects.toMatchObject({
      message: 'there is no such folder',
      hint: expect.stringContaining(join(folder, 'Jane Roe')) as string,
    });
    expect(entries.map(({ kind }) => kind)).toEqual(['transfer.refused', 'transfer.refused']);
    expect(JSON.stringify(entries)).not.toContain('Jane');
  });

  it('is refused on record, and not taken where the journal refuses', async () => {
    chosen = join(folder, 'a.xlsm');
    await writeFile(chosen, 'x');
    await expect(transfers.bring('table', CONTEXT)).rejects.toMatchObject({ code: 'unsupported' });
    expect(entries).toMatchObject([
      { kind: 'transfer.refused', body: { way: 'in', why: 'files named .xlsm can carry macros' } },
    ]);
    chosen = join(folder, 'a.csv');
    await writeFile(chosen, TABLE);
    refuses = true;
    await expect(transfers.bring('table', CONTEXT)).rejects.toThrow('full');
    // Nobody is signed in: looked at, and nothing to record it in.
    expect((await transfers.bring('table', undefined))?.file).toBe('a.csv');
    chosen = undefined;
    expect(await transfers.bring('table', CONTEXT)).toBeUndefined();
  });
});
