import { randomUUID } from 'node:crypto';
import { Problem, SERVICE_KEY_DAYS, type ServiceKeyId } from '../../../shared/domain/index.ts';
import type { ServiceKeysView } from '../../../shared/ipc/index.ts';
import type { Catalogue, ServiceKey } from '../../governance/index.ts';
import {
  createContentKeyring,
  makeServiceKey,
  packAnnexKeys,
  removeServiceKey,
  wipe,
  wipeContent,
} from '../../keys/index.ts';
import type { OutgoingPlace, Transfers } from '../../operations/index.ts';
import { contextOf, notSignedIn } from '../actor.ts';
import type { ApplicationSettings } from '../application.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import type { Caller, Handlers } from '../dispatch.ts';
import { recordedAct } from '../recorded.ts';
import { refuseKnownValue } from '../run-verbs.ts';
import { redactTyped } from '../typed-text.ts';
import { annexOf, createAnnex } from './annex.ts';
import { serviceKeysIn, signInByServiceKey } from './sign-in.ts';
import { shareWith } from './take-in.ts';
import { listServiceKeys, mayMake, mostDaysOf } from './view.ts';

const DAY_MS = 24 * 3_600_000;
const DONE = { ok: true } as const;

export interface ServiceKeyPorts {
  readonly transfers: Transfers;
  readonly host: ApplicationSettings['host'];
  readonly catalogue: Catalogue;
  nowMs(): number;
}

type Names = Extract<keyof Handlers, `serviceKeys.${string}`> | 'service.signIn';

/** Keys for scheduled runs: one person asks, a content holder who is somebody else makes them, any of them revokes. */
export function serviceKeyVerbs(desk: Desk<Content>, ports: ServiceKeyPorts): Pick<Handlers, Names> {
  const { catalogue, nowMs, transfers, host } = ports;
  const list = (caller: Caller): Promise<ServiceKeysView> => listServiceKeys(desk, me(caller), ports);
  const find = async (id: ServiceKeyId): Promise<ServiceKey> => {
    const found = (await serviceKeysIn(desk.journal.read, nowMs())).find((key) => key.id === id);
    if (found !== undefined) return found;
    throw new Problem('not_found', 'there is no such service key', 'List them: swarm service-keys list');
  };
  const write = async (
    key: ServiceKey,
    kind: 'service_key.made' | 'service_key.rotated',
    days: number,
    caller: Caller,
  ): Promise<{ file: string; keys: ServiceKeysView } | null> => {
    const outgoing = await transfers.place(
      { what: 'service_key', suggestedName: `service-key-${key.id.slice(0, 8)}.json` },
      contextOf(caller),
    );
    if (outgoing === undefined) return null;
    await make(desk, { key, kind, outgoing, caller, expiresAtMs: nowMs() + days * DAY_MS });
    return { file: outgoing.file, keys: await list(caller) };
  };

  return {
    'service.signIn': signInByServiceKey(desk, { nowMs, isCommandLine: host === 'command-line' }),

    'serviceKeys.list': (_, caller) => list(caller),

    'serviceKeys.propose': async ({ name, scope, days, reason, password }, caller) => {
      await desk.confirmPassword(password);
      if (!catalogue.pipelines.has(scope.template))
        throw new Problem(
          'not_found',
          `there is no pipeline \`${scope.template}\``,
          'List them: swarm pipelines list',
        );
      const wanted = requireDays(mostDaysOf(catalogue), scope.complianceProfile, days);
      if (scope.deidProfile === 'limited' && scope.reference === undefined)
        throw new Problem(
          'invalid_input',
          'the profile `limited` needs the reference of a data use agreement',
          'Give the number under which it is filed.',
        );
      const about = { dataset: scope.dataset };
      await desk.journal.event(
        'service_key.proposed',
        {
          ...{ key: randomUUID(), scope, days: wanted },
          name: (await redactTyped(desk, name, about)).slice(0, 80),
          reason: await redactTyped(desk, reason, about),
        },
        contextOf(caller),
      );
      return list(caller);
    },

    'serviceKeys.decline': async ({ key: id, reason, password }, caller) => {
      await desk.confirmPassword(password);
      const key = await find(id);
      if (key.state !== 'proposed') throw wrongState(key);
      const body = { key: id, reason: await redactTyped(desk, reason) };
      await desk.journal.event('service_key.declined', body, contextOf(caller));
      return list(caller);
    },

    'serviceKeys.make': async ({ key: id, password }, caller) => {
      await desk.confirmPassword(password);
      const key = await find(id);
      const { may, why } = mayMake(key, me(caller));
      if (!may) throw new Problem('not_allowed', 'you may not make this service key', why);
      await refuseKnownValue(desk.content, key.scope.dataset, key.scope.reference);
      return write(key, 'service_key.made', key.days, caller);
    },

    'serviceKeys.rotate': async ({ key: id, days, password }, caller) => {
      await desk.confirmPassword(password);
      const key = await find(id);
      if (key.state !== 'good') throw wrongState(key);
      const wanted = requireDays(mostDaysOf(catalogue), key.scope.complianceProfile, days ?? key.days);
      return write(key, 'service_key.rotated', wanted, caller);
    },

    'serviceKeys.revoke': async ({ key: id, reason, password }, caller) => {
      await desk.confirmPassword(password);
      const key = await find(id);
      if (key.state !== 'good' && key.state !== 'expired') throw wrongState(key);
      await recordedAct(
        desk.journal,
        'service_key.revoked',
        { key: id, reason: await redactTyped(desk, reason) },
        contextOf(caller),
        () => removeServiceKey(annexOf(desk.place, id).keptFile),
        () => DONE,
      );
      return list(caller);
    },
  };
}

interface Making {
  readonly key: ServiceKey;
  readonly kind: 'service_key.made' | 'service_key.rotated';
  readonly outgoing: OutgoingPlace;
  readonly caller: Caller;
  readonly expiresAtMs: number;
}

/**
 * Lays the annex down, writes the half in the workspace and last the file that is handed out. The keys of the
 * annex are kept with the content holders' own store first, and the entry that cites them comes before the act.
 */
async function make(
  desk: Desk<Content>,
  { key, kind, outgoing, caller, expiresAtMs }: Making,
): Promise<void> {
  const { place, content } = desk;
  const { id, scope, proposedBy } = key;
  // Nothing of a missing dataset is made, and nothing of the key before is lost with its annex.
  await content.datasets.get(scope.dataset);
  await content.takeInServiceRuns();
  const terms = { id, generation: key.generation + 1, scope, expiresAtMs };
  const annex = createContentKeyring();
  const packed = packAnnexKeys(annex);
  try {
    const kept = await content.payloads.put('artefacts', packed);
    const context = { ...contextOf(caller), payloads: [kept] };
    const act = async (): Promise<void> => {
      const { keptFile } = annexOf(place, id);
      await removeServiceKey(keptFile);
      await createAnnex(place, id, annex);
      await shareWith(desk.journal, content, { place, id, keys: annex, dataset: scope.dataset });
      const keys = { metadata: desk.metadata, annex };
      const handed = await makeServiceKey(desk.serviceKeyPlace(keptFile), terms, keys);
      try {
        await outgoing.send(handed, contextOf(caller));
      } finally {
        wipe(handed);
      }
    };
    const said = { key: id, generation: terms.generation, scope, expiresAtMs };
    if (kind === 'service_key.rotated')
      await recordedAct(desk.journal, 'service_key.rotated', said, context, act, () => DONE);
    else {
      const agreed = { ...said, proposedBy };
      await recordedAct(desk.journal, 'service_key.made', agreed, context, act, () => DONE);
    }
  } finally {
    wipe(packed);
    wipeContent(annex);
  }
}

/** @throws Problem `not_found` for a profile, `limit_reached` above its ceiling */
function requireDays(
  mostDays: Readonly<Record<string, number>>,
  profile: string,
  days: number | undefined,
): number {
  const most = mostDays[profile];
  if (most === undefined)
    throw new Problem(
      'not_found',
      `there is no compliance profile \`${profile}\``,
      `There are: ${Object.keys(mostDays).join(', ')}.`,
    );
  const wanted = days ?? Math.min(SERVICE_KEY_DAYS, most);
  if (wanted <= most) return wanted;
  throw new Problem(
    'limit_reached',
    `under \`${profile}\` a service key is good for ${most} days at most`,
    'Ask for fewer days, and rotate it in time.',
  );
}

function wrongState({ state }: ServiceKey): Problem {
  return new Problem('wrong_usage', `the service key is ${state}`, 'Look at the service keys again.');
}

/** @throws Problem `not_signed_in` */
function me({ person }: Caller) {
  if (person === undefined) throw notSignedIn();
  return person;
}
