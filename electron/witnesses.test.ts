import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerbInput, VerbName, VerbResult } from '../shared/ipc/index.ts';
import { Composed } from './testing/composed.ts';

/** One workstation: an application of its own, with Carla signed in. */
async function openStation(): Promise<Composed> {
  const station = await Composed.create();
  await station.signIn('Carla');
  return station;
}

/** A verb that asks for a file to read, to write, or both. */
function withFiles<N extends VerbName>(
  station: Composed,
  paths: { open?: string; save?: string },
  verb: N,
  args: VerbInput<N>,
): Promise<VerbResult<N>> {
  station.chosen = paths.open;
  station.saveTo = paths.save;
  return station.call(verb, args);
}

describe('two workstations without a network', () => {
  let ours: Composed;
  let theirs: Composed;
  let stick: string;
  const onStick = (name: string): string => join(stick, name);

  beforeAll(async () => {
    stick = await mkdtemp(join(tmpdir(), 'swarm-stick-'));
    [ours, theirs] = await Promise.all([openStation(), openStation()]);
  });
  afterAll(async () => {
    await Promise.all([ours.close(), theirs.close()]);
    await rm(stick, { recursive: true });
  });

  it('hand out a checkpoint, have it cosigned, take it back, and prove an entry with it', async () => {
    const before = await ours.call('audit.getWitnessState', {});
    expect(before).toMatchObject({ unanchoredEntries: before.size });
    expect(before.lastAnchored).toBeUndefined();

    const [out, back] = [onStick('out.witness'), onStick('back.witness')];
    const exported = await withFiles(ours, { save: out }, 'audit.exportWitness', {});
    expect(exported).toMatchObject({ origin: before.origin, key: before.logKey });
    expect((await readFile(out, 'utf8')).startsWith('old 0\n\n')).toBe(true);
    const handedOut = await ours.call('audit.getWitnessState', {});
    // The entries that record the checkpoint, its leaving, and the medium that it left on.
    expect(handedOut).toMatchObject({ unanchoredEntries: 5, lastAnchored: { kind: 'file' } });

    await expect(withFiles(theirs, { open: out, save: back }, 'audit.signWitness', {})).rejects.toThrow(
      'is not known here',
    );
    const signed = await withFiles(theirs, { open: out, save: back }, 'audit.signWitness', {
      logKey: exported!.key,
    });
    await expect(withFiles(ours, { open: back }, 'audit.importWitness', {})).rejects.toThrow(
      'not known here',
    );
    const taken = await withFiles(ours, { open: back }, 'audit.importWitness', { witnessKey: signed!.key });
    expect(taken).toMatchObject({ witness: signed!.witness, size: exported!.size });
    expect(await ours.call('audit.getWitnessState', {})).toMatchObject({
      lastCosigned: { witness: signed!.witness, size: exported!.size },
      lastAnchored: { kind: 'workspace', size: exported!.size },
    });

    const proof = await withFiles(ours, { save: onStick('2.tlog-proof') }, 'audit.prove', {
      seq: 2,
      save: true,
    });
    expect(proof).toMatchObject({ seq: 2, size: exported!.size, witnesses: [signed!.witness] });
    expect(await readFile(proof.savedTo!, 'utf8')).toBe(proof.text);
    expect(proof.text).toContain(`— ${signed!.witness} `);

    // The second time both keys are known, and the proof begins where the witness stands.
    await withFiles(ours, { save: out }, 'audit.exportWitness', {});
    expect((await readFile(out, 'utf8')).startsWith(`old ${exported!.size}\n`)).toBe(true);
    await withFiles(theirs, { open: out, save: back }, 'audit.signWitness', {});
    await withFiles(ours, { open: back }, 'audit.importWitness', {});

    const verified = await withFiles(ours, { open: back }, 'journal.verify', { witness: true });
    expect(verified.lines.find(({ onlyWitness }) => onlyWitness)).toMatchObject({ verdict: 'ok' });
    expect(verified.ok).toBe(true);
  });

  it('is bound by what it cosigned: an older or unproven checkpoint is refused and recorded', async () => {
    const [first, second, back] = [onStick('1.witness'), onStick('2.witness'), onStick('back.witness')];
    const { key } = (await withFiles(ours, { save: first }, 'audit.exportWitness', {}))!;
    await withFiles(ours, { save: second }, 'audit.exportWitness', {});
    await withFiles(theirs, { open: second, save: back }, 'audit.signWitness', { logKey: key });
    await expect(withFiles(theirs, { open: first, save: back }, 'audit.signWitness', {})).rejects.toThrow(
      /covers \d+ entries, but this workspace cosigned/,
    );
    await withFiles(ours, { save: first }, 'audit.exportWitness', {});
    await expect(withFiles(theirs, { open: first, save: back }, 'audit.signWitness', {})).rejects.toThrow(
      /the proof begins at \d+ entries/,
    );
    const refused = await theirs.call('journal.searchEntries', {
      filter: { kinds: ['witness.refused'] },
      limit: 10,
    });
    expect(refused.total).toBe(2);
    const state = await theirs.call('audit.getWitnessState', {});
    await expect(
      withFiles(theirs, { open: first, save: back }, 'audit.signWitness', { logKey: state.logKey }),
    ).rejects.toThrow('not one of');
    await expect(withFiles(ours, { open: first, save: back }, 'audit.signWitness', {})).rejects.toThrow(
      'a checkpoint of this workspace',
    );
    await expect(withFiles(ours, { open: first }, 'audit.importWitness', {})).rejects.toThrow(
      'no witness cosigned',
    );
  });

  it('says plainly what is no checkpoint', async () => {
    for (const [name, text, code] of [
      ['empty.txt', '', 'invalid_input'],
      ['prose.txt', 'a checkpoint\n', 'invalid_input'],
      ['binary.txt', Buffer.from([0xff, 0xfe, 0x00]), 'invalid_input'],
      ['long.txt', Buffer.alloc(2_000_000, 10), 'limit_reached'],
      ['checkpoint', 'a checkpoint\n', 'unsupported'],
    ] as const) {
      await writeFile(onStick(name), text);
      for (const verb of ['audit.signWitness', 'audit.importWitness'] as const)
        await expect(withFiles(ours, { open: onStick(name), save: onStick('x') }, verb, {})).rejects.toThrow(
          code,
        );
    }
    await expect(withFiles(ours, { open: onStick('nowhere') }, 'audit.importWitness', {})).rejects.toThrow(
      'not_found',
    );
    await expect(ours.call('audit.prove', { seq: 10_000 })).rejects.toThrow('has no entry 10000');
  });

  it('run a drill on a copy, keep its result, and change nothing else', async () => {
    expect(await ours.call('audit.getLastDrill', {})).toBeNull();
    const drill = await ours.call('audit.drill', {});
    expect(drill).toMatchObject({ asExpected: true, person: 'Carla' });
    const last = await ours.call('audit.getLastDrill', {});
    expect(last).toMatchObject({ seq: drill.seq, asExpected: true, size: drill.size });
    expect(last?.rows.map(({ attack, with: { verdict } }) => [attack, verdict])).toEqual(
      drill.rows.map(({ attack, with: { verdict } }) => [attack, verdict]),
    );
    expect((await ours.call('journal.verify', {})).ok).toBe(true);
    await ours.call('audit.cancelDrill', {});
  });
});
