import { CONTENT_ROLES, keyAge, Problem } from '../../shared/domain/index.ts';
import { EVENTS } from '../../shared/formats/index.ts';
import type { KeysView } from '../../shared/ipc/index.ts';
import type { Clock } from '../core/index.ts';
import { moveCustody, nameOfCustody, readKeyFileView, type CustodyTarget } from '../keys/index.ts';
import { contextOf } from './actor.ts';
import type { ApplicationSettings, Notify } from './application.ts';
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
  readonly settings: Pick<ApplicationSettings, 'chooseFile' | 'chooseSaveFile'>;
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
      const target = await targetOf(ports.settings, to, tokenLabel, pin);
      if (target === undefined) return null;
      const { custody } = await readKeyFileView(desk.place.paths.keyFile);
      await recordedAct(
        desk.journal,
        'key.custody_moved',
        { from: custody?.kind ?? 'passwords', to, reason: await redactTyped(desk, reason) },
        contextOf(caller),
        () =>
          desk.renewContentKeys(
            password,
            (newer) => desk.content.keys.adopt(newer),
            (request) => moveCustody(request, target),
          ),
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

/** Where the keys go; undefined where the person chose no file. @throws Problem `invalid_input` */
async function targetOf(
  settings: KeyPorts['settings'],
  to: CustodyTarget['kind'],
  tokenLabel: string | undefined,
  pin: string | undefined,
): Promise<CustodyTarget | undefined> {
  switch (to) {
    case 'passwords':
      return { kind: to };
    case 'key_file': {
      const path = await settings.chooseSaveFile({
        title: 'Where the key file goes: a removable medium, not this workstation',
        suggestedName: 'content.swarm-key',
      });
      return path === undefined ? undefined : { kind: to, path };
    }
    case 'token': {
      if (tokenLabel === undefined || pin === undefined)
        throw new Problem('invalid_input', 'a token needs its label and its PIN', 'Give both.');
      const modulePath = await settings.chooseFile({
        title: 'The PKCS#11 library of the token',
        extensions: ['so', 'dll', 'dylib'],
      });
      return modulePath === undefined ? undefined : { kind: to, modulePath, tokenLabel, pin };
    }
  }
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
