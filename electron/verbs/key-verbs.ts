import { stat } from 'node:fs/promises';
import { CONTENT_ROLES, keyAge, Problem } from '../../shared/domain/index.ts';
import { EVENTS, type EntryContext } from '../../shared/formats/index.ts';
import type { KeysView, VerbArgs } from '../../shared/ipc/index.ts';
import { sha256File, type Clock } from '../core/index.ts';
import { moveCustody, nameOfCustody, readKeyFileView, type CustodyTarget } from '../keys/index.ts';
import type { OutgoingPlace, Transfers } from '../operations/index.ts';
import { contextOf } from './actor.ts';
import type { Notify } from './application.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Handlers } from './dispatch.ts';
import { KeyRotation } from './key-rotation.ts';
import { nameOf } from './people.ts';
import { recordedAct } from './recorded.ts';
import { redactTyped } from './typed-text.ts';

/** Changes that are listed; the journal has the others. */
const LISTED = 12;

export interface KeyPorts {
  readonly notify: Notify;
  readonly clock: Clock;
  readonly transfers: Transfers;
  /** Days after which content keys are changed on this workstation. */
  readonly everyDays: number;
}

type Names = Extract<keyof Handlers, `keys.${string}`>;

/** The content keys: how old they are, and how those who hold them change them. */
export function keyVerbs(desk: Desk<Content>, ports: KeyPorts): Pick<Handlers, Names> {
  const { notify, clock } = ports;
  const rotation = new KeyRotation(desk, notify, clock);
  const view = () => viewOf(desk, rotation, ports);
  return {
    'keys.get': view,

    'keys.rotate': async ({ reason, password }, caller) => {
      const { contentKeys } = await readKeyFileView(desk.place.paths.keyFile);
      if (contentKeys.rewrapping !== undefined)
        throw new Problem(
          'wrong_usage',
          'the change before is not finished',
          'Go on with that one first; its keys are in use already.',
        );
      await recordedAct(
        desk.journal,
        'key.rotated',
        { from: contentKeys.epoch, reason: await redactTyped(desk, reason) },
        contextOf(caller),
        () => desk.renewContentKeys(password, (newer) => desk.content.keys.adopt(newer)),
        (epoch) => ({ ok: true as const, epoch }),
      );
      await rotation.goOn(caller);
      return view();
    },

    'keys.goOn': async (_, caller) => {
      await rotation.goOn(caller);
      return view();
    },

    'keys.pause': () => {
      rotation.pause();
      return view();
    },

    'keys.moveCustody': async ({ to, reason, password, tokenLabel, pin }, caller) => {
      await desk.confirmPassword(password);
      const context = contextOf(caller);
      const chosen = await targetOf(ports.transfers, { to, tokenLabel, pin }, context);
      if (chosen === undefined) return null;
      const { target, outgoing } = chosen;
      const { custody } = await readKeyFileView(desk.place.paths.keyFile);
      await recordedAct(
        desk.journal,
        'key.custody_moved',
        { from: custody?.kind ?? 'passwords', to, reason: await redactTyped(desk, reason) },
        context,
        () => {
          const move = () =>
            desk.renewContentKeys(
              password,
              (newer) => desk.content.keys.adopt(newer),
              (request) => moveCustody(request, target),
            );
          return outgoing === undefined ? move() : sendKeyFile(outgoing, move, context);
        },
        () => ({ ok: true as const }),
      );
      const now = await view();
      notify('keys.changed', { epoch: now.epoch });
      return now;
    },

    'keys.ask': async ({ reason }, caller) => {
      const asked = { reason: await redactTyped(desk, reason) };
      await desk.journal.event('key.rotation_asked', asked, contextOf(caller));
      const now = await view();
      notify('keys.changed', { epoch: now.epoch });
      return now;
    },
  };
}

interface Chosen {
  readonly target: CustodyTarget;
  /** Where a key file is written to. */
  readonly outgoing?: OutgoingPlace | undefined;
}

/** Where the keys go; undefined where the person chose no file. @throws Problem `invalid_input` */
async function targetOf(
  transfers: Transfers,
  { to, tokenLabel, pin }: Pick<VerbArgs<'keys.moveCustody'>, 'to' | 'tokenLabel' | 'pin'>,
  context: EntryContext,
): Promise<Chosen | undefined> {
  switch (to) {
    case 'passwords':
      return { target: { kind: to } };
    case 'key_file': {
      const suggestedName = 'content.swarm-key';
      const outgoing = await transfers.place({ what: 'custody_key', suggestedName }, context);
      return outgoing && { target: { kind: to, path: outgoing.file }, outgoing };
    }
    case 'token': {
      if (tokenLabel === undefined || pin === undefined)
        throw new Problem('invalid_input', 'a token needs its label and its PIN', 'Give both.');
      const library = await transfers.bring('token_library', context);
      return library && { target: { kind: to, modulePath: library.path, tokenLabel, pin } };
    }
  }
}

/** The key file is written by the move itself, in its own order; it leaves on record like everything else. */
async function sendKeyFile<Result>(
  outgoing: OutgoingPlace,
  move: () => Promise<Result>,
  context: EntryContext,
): Promise<Result> {
  const sent = await outgoing.sendBy(async (path) => {
    const result = await move();
    return { result, sizeBytes: (await stat(path)).size, sha256: await sha256File(path) };
  }, context);
  return sent.result;
}

async function viewOf(desk: Desk<Content>, rotation: KeyRotation, ports: KeyPorts): Promise<KeysView> {
  const { journal, everyone, place, person } = desk;
  const { contentKeys, custody } = await readKeyFileView(place.paths.keyFile);
  const { epoch, sinceMs, rewrapping } = contentKeys;
  const entries = await journal.read.ofKinds([
    ...(['key.rotated', 'key.rotation_ended', 'key.rotation_asked'] as const),
  ]);
  const ofKind = (kind: string) => entries.map(({ entry }) => entry).filter((entry) => entry.kind === kind);
  const changedSeq = ofKind('key.rotated').at(-1)?.seq ?? 0;
  const asked = ofKind('key.rotation_asked').findLast(({ seq }) => seq > changedSeq);
  const ended = ofKind('key.rotation_ended');
  const finished = new Set(ended.filter(({ body }) => body.ok === true).map(({ intent }) => intent));
  const mayCount = person !== undefined && CONTENT_ROLES.includes(person.role);
  return {
    ...{ epoch, sinceMs, everyDays: ports.everyDays },
    ...keyAge(sinceMs, ports.clock.wallMs(), ports.everyDays),
    ...(rewrapping && {
      rotation: {
        by: nameOf(everyone, rewrapping.by),
        sinceMs: rewrapping.sinceMs,
        going: rotation.isGoing,
        ...(mayCount && { waiting: await rotation.waiting() }),
      },
    }),
    ...(asked && {
      asked: {
        ...{ by: nameOf(everyone, asked.actor.id), wallMs: asked.wallMs },
        reason: EVENTS['key.rotation_asked'].event.parse(asked.body).reason,
      },
    }),
    custody:
      custody === undefined
        ? { kind: 'passwords' }
        : {
            ...{ kind: custody.kind, name: nameOfCustody(custody), sinceMs: custody.sinceMs },
            by: nameOf(everyone, custody.by),
          },
    past: ended
      .filter(({ seq }) => finished.has(seq))
      .slice(-LISTED)
      .reverse()
      .map(({ body, wallMs, actor }) => ({
        ...EVENTS['key.rotation_ended'].intent.parse(body),
        ...{ wallMs, by: nameOf(everyone, actor.id) },
      })),
  };
}
