import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerbInput, VerbName, VerbResult } from '../../shared/ipc/index.ts';
import { composeApplication } from '../compose.ts';
import { forkProcess } from '../core/index.ts';
import type { Application } from './index.ts';

const PEOPLE = [
  { name: 'Ada', role: 'admin', password: 'password of ada' },
  { name: 'Otto', role: 'operator', password: 'password of otto' },
  { name: 'Carla', role: 'compliance', password: 'password of carla' },
] as const;

/** One workstation: an application of its own, with Carla signed in. */
class Station {
  readonly folder: string;
  readonly #application: Application;
  readonly #paths: { open: string | undefined; save: string | undefined };

  private constructor(folder: string, application: Application, paths: Station['paths']) {
    this.folder = folder;
    this.#application = application;
    this.#paths = paths;
  }

  get paths(): { open: string | undefined; save: string | undefined } {
    return this.#paths;
  }

  static async open(): Promise<Station> {
    const folder = await mkdtemp(join(tmpdir(), 'swarm-audit-'));
    const paths = { open: undefined as string | undefined, save: undefined as string | undefined };
    const application = await composeApplication({
      resourcesFolder: join(import.meta.dirname, '../../resources'),
      userFolder: folder,
      host: 'command-line',
      appVersion: '0.0.0',
      launchProcess: forkProcess,
      chooseFile: () => Promise.resolve(paths.open),
      chooseSaveFile: () => Promise.resolve(paths.save),
      notify: () => undefined,
    });
    const station = new Station(folder, application, paths);
    await station.call('workspace.create', { people: [...PEOPLE] });
    await station.call('session.signIn', { person: 'Carla', password: 'password of carla' });
    return station;
  }

  async call<N extends VerbName>(verb: N, args: VerbInput<N>): Promise<VerbResult<N>> {
    let answer = await this.#application.dispatch(verb, args);
    if (!answer.ok && answer.code === 'confirm_needed') {
      await this.#application.dispatch('session.confirm', { verb, password: 'password of carla' });
      answer = await this.#application.dispatch(verb, args);
    }
    if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`);
    return answer.value as VerbResult<N>;
  }

  /** A verb that asks for a file to read, to write, or both. */
  async files<N extends VerbName>(
    paths: { open?: string; save?: string },
    verb: N,
    args: VerbInput<N>,
  ): Promise<VerbResult<N>> {
    this.#paths.open = paths.open;
    this.#paths.save = paths.save;
    return this.call(verb, args);
  }

  async close(): Promise<void> {
    await this.#application.close();
    await rm(this.folder, { recursive: true });
  }
}

describe('two workstations without a network', () => {
  let ours: Station;
  let theirs: Station;
  let stick: string;
  const onStick = (name: string): string => join(stick, name);

  beforeAll(async () => {
    stick = await mkdtemp(join(tmpdir(), 'swarm-stick-'));
    [ours, theirs] = await Promise.all([Station.open(), Station.open()]);
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
    const exported = await ours.files({ save: out }, 'audit.exportWitness', {});
    expect(exported).toMatchObject({ origin: before.origin, key: before.logKey });
    expect((await readFile(out, 'utf8')).startsWith('old 0\n\n')).toBe(true);
    const handedOut = await ours.call('audit.getWitnessState', {});
    // The entries that record the checkpoint, its leaving, and the medium that it left on.
    expect(handedOut).toMatchObject({ unanchoredEntries: 5, lastAnchored: { kind: 'file' } });

    await expect(theirs.files({ open: out, save: back }, 'audit.signWitness', {})).rejects.toThrow(
      'is not known here',
    );
    const signed = await theirs.files({ open: out, save: back }, 'audit.signWitness', {
      logKey: exported!.key,
    });
    await expect(ours.files({ open: back }, 'audit.importWitness', {})).rejects.toThrow('not known here');
    const taken = await ours.files({ open: back }, 'audit.importWitness', { witnessKey: signed!.key });
    expect(taken).toMatchObject({ witness: signed!.witness, size: exported!.size });
    expect(await ours.call('audit.getWitnessState', {})).toMatchObject({
      lastCosigned: { witness: signed!.witness, size: exported!.size },
      lastAnchored: { kind: 'workspace', size: exported!.size },
    });

    const proof = await ours.files({ save: onStick('2.tlog-proof') }, 'audit.prove', { seq: 2, save: true });
    expect(proof).toMatchObject({ seq: 2, size: exported!.size, witnesses: [signed!.witness] });
    expect(await readFile(proof.savedTo!, 'utf8')).toBe(proof.text);
    expect(proof.text).toContain(`— ${signed!.witness} `);

    // The second time both keys are known, and the proof begins where the witness stands.
    await ours.files({ save: out }, 'audit.exportWitness', {});
    expect((await readFile(out, 'utf8')).startsWith(`old ${exported!.size}\n`)).toBe(true);
    await theirs.files({ open: out, save: back }, 'audit.signWitness', {});
    await ours.files({ open: back }, 'audit.importWitness', {});

    const verified = await ours.files({ open: back }, 'journal.verify', { witness: true });
    expect(verified.lines.find(({ onlyWitness }) => onlyWitness)).toMatchObject({ verdict: 'ok' });
    expect(verified.ok).toBe(true);
  });

  it('is bound by what it cosigned: an older or unproven checkpoint is refused and recorded', async () => {
    const [first, second, back] = [onStick('1.witness'), onStick('2.witness'), onStick('back.witness')];
    const { key } = (await ours.files({ save: first }, 'audit.exportWitness', {}))!;
    await ours.files({ save: second }, 'audit.exportWitness', {});
    await theirs.files({ open: second, save: back }, 'audit.signWitness', { logKey: key });
    await expect(theirs.files({ open: first, save: back }, 'audit.signWitness', {})).rejects.toThrow(
      /covers \d+ entries, but this workspace cosigned/,
    );
    await ours.files({ save: first }, 'audit.exportWitness', {});
    await expect(theirs.files({ open: first, save: back }, 'audit.signWitness', {})).rejects.toThrow(
      /the proof begins at \d+ entries/,
    );
    const refused = await theirs.call('journal.searchEntries', {
      filter: { kinds: ['witness.refused'] },
      limit: 10,
    });
    expect(refused.total).toBe(2);
    const state = await theirs.call('audit.getWitnessState', {});
    await expect(
      theirs.files({ open: first, save: back }, 'audit.signWitness', { logKey: state.logKey }),
    ).rejects.toThrow('not one of');
    await expect(ours.files({ open: first, save: back }, 'audit.signWitness', {})).rejects.toThrow(
      'a checkpoint of this workspace',
    );
    await expect(ours.files({ open: first }, 'audit.importWitness', {})).rejects.toThrow(
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
        await expect(ours.files({ open: onStick(name), save: onStick('x') }, verb, {})).rejects.toThrow(code);
    }
    await expect(ours.files({ open: onStick('nowhere') }, 'audit.importWitness', {})).rejects.toThrow(
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
