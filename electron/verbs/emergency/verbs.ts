import { Problem, type EmergencyScope } from '../../../shared/domain/index.ts';
import { requireMayReview } from '../../governance/index.ts';
import { breakGlass, readKeyFileView, resumeScope, tryEnvelope } from '../../keys/index.ts';
import { actorOf, contextOf, lookContextOf } from '../actor.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import type { Caller, Handlers } from '../dispatch.ts';
import { recordedAct } from '../recorded.ts';
import { redactTyped } from '../typed-text.ts';
import { envelopeVerbs, type EnvelopePorts } from './envelope.ts';
import type { EmergencyRoom } from './room.ts';
import { narrowToScope } from './scope.ts';
import { requireUnspent } from './spent.ts';
import { emergencyView } from './view.ts';

const MINUTE_MS = 60_000;

type Names = Extract<keyof Handlers, `emergency.${string}`>;

/** Breaking the glass: asked for, begun, used, ended and reviewed, each step on record before it counts. */
export function emergencyVerbs(
  desk: Desk<Content>,
  room: EmergencyRoom,
  ports: EnvelopePorts,
): Pick<Handlers, Names> {
  const view = (caller: Caller) => emergencyView(desk, room, caller);
  return {
    ...envelopeVerbs(desk, room, ports),
    ...lookVerbs(desk, room),
    'emergency.get': (_args, caller) => view(caller),

    'emergency.begin': async (request, caller) => {
      await room.settle();
      await room.exclusively(() => begin(desk, room, request, caller));
      await desk.refresh();
      return view(caller);
    },

    'emergency.drill': async ({ reason, papers }, caller) => {
      const tried = await tryEnvelope(desk.place.paths.keyFile, papers).catch((error: unknown) => {
        if (error instanceof Problem) return error;
        throw error;
      });
      const problem = tried instanceof Problem ? tried : undefined;
      const set = (await readKeyFileView(desk.place.paths.keyFile)).emergency?.set;
      const { asOfSeq } = await desk.journal.read.list({ offset: 0, limit: 1, newestFirst: true });
      const taken = await room.tellSystem('drilled', undefined, asOfSeq);
      await desk.journal.event(
        'emergency.drilled',
        {
          ...{ reason, papers: papers.length, good: problem === undefined, taken },
          ...(set !== undefined && { set }),
          ...(problem && { problem: problem.code }),
        },
        contextOf(caller),
      );
      if (problem !== undefined) throw problem;
      return view(caller);
    },

    'emergency.resume': async ({ papers }, caller) => {
      await room.settle();
      await room.exclusively(async () => {
        const { id } = actorOf(caller.person);
        const { metadata, place } = desk;
        const person = { metadata, person: id as never };
        const { use, keys } = await resumeScope(place.paths.keyFile, person, papers);
        const recorded = await room.useThat(use.began);
        if (recorded.ended !== undefined)
          throw new Problem('not_found', 'no emergency access is in use', 'It is over.');
        await desk.journal.event('emergency.resumed', { began: use.began }, contextOf(caller));
        await room.opened(use, keys);
      });
      return view(caller);
    },

    'emergency.end': async ({ began }, caller) => {
      const { id, role } = actorOf(caller.person);
      const use = await room.useThat(began);
      if (use.person !== id && role !== 'compliance')
        throw new Problem('not_allowed', 'who began it ends it, or a compliance officer');
      await room.end(began, contextOf(caller));
      await desk.refresh();
      return view(caller);
    },

    'emergency.confirmSeen': async ({ began }, caller) => {
      const use = await room.useThat(began);
      if (use.seen === undefined) {
        await desk.journal.event('emergency.seen', { began }, contextOf(caller));
        await room.settle();
        await desk.refresh();
      }
      return view(caller);
    },

    'emergency.getNote': async ({ began }, caller) => {
      const { note, scope } = await room.useThat(began);
      if (note === undefined) throw new Problem('not_found', 'nothing was written for this use');
      await desk.journal.event(
        'journal.viewed',
        { what: 'entry', seq: began },
        { ...lookContextOf(caller), ...(scope.kind === 'run' && { run: scope.run }) },
      );
      const bytes = await desk.content.payloads.get('conversation_history', note);
      return JSON.parse(Buffer.from(bytes).toString('utf8')) as { note: string };
    },

    'emergency.review': async ({ began, judgement, reason, meaning, password }, caller) => {
      await room.settle();
      const { id } = actorOf(caller.person);
      requireMayReview(
        (await room.uses()).find((use) => use.began === began),
        id,
      );
      await desk.confirmPassword(password);
      await desk.journal.event(
        'emergency.reviewed',
        { began, judgement, meaning, reason: await redactTyped(desk, reason) },
        contextOf(caller),
      );
      await room.settle();
      await desk.refresh();
      return view(caller);
    },
  };
}

/** What the scope shows, and nothing beside it; each look is on record before it is answered. */
function lookVerbs(
  desk: Desk<Content>,
  room: EmergencyRoom,
): Pick<Handlers, 'emergency.describeTable' | 'emergency.getRows' | 'emergency.getPrompt'> {
  const open = async (verb: string, scope: EmergencyScope, caller: Caller) => {
    try {
      return await room.require(caller.person?.id, scope);
    } catch (error) {
      if (error instanceof Problem)
        await desk.journal.event('access.refused', { verb, reason: error.message }, contextOf(caller));
      throw error;
    }
  };
  return {
    'emergency.describeTable': async ({ dataset, version }, caller) => {
      const scope = await open('emergency.describeTable', { kind: 'dataset', dataset }, caller);
      await desk.journal.event(
        'emergency.viewed',
        { began: scope.use.began, what: 'table', dataset, ...(version !== undefined && { version }) },
        lookContextOf(caller),
      );
      return scope.describe(version);
    },

    'emergency.getRows': async ({ dataset, version, offset, limit }, caller) => {
      const scope = await open('emergency.getRows', { kind: 'dataset', dataset }, caller);
      await desk.journal.event(
        'emergency.viewed',
        { began: scope.use.began, what: 'rows', dataset, version, offset, rows: limit },
        lookContextOf(caller),
      );
      return scope.readRows(version, offset, limit);
    },

    'emergency.getPrompt': async ({ run, call }, caller) => {
      const scope = await open('emergency.getPrompt', { kind: 'run', run }, caller);
      await desk.journal.event(
        'emergency.viewed',
        { began: scope.use.began, what: 'prompt' },
        { ...lookContextOf(caller), run, call },
      );
      return scope.readPrompt(desk.journal, run, call);
    },
  };
}

type Asked = Parameters<Handlers['emergency.begin']>[0];

async function begin(
  desk: Desk<Content>,
  room: EmergencyRoom,
  { reason, note, scope, minutes, papers, password }: Asked,
  caller: Caller,
): Promise<void> {
  const { id: person } = actorOf(caller.person);
  const context = { ...contextOf(caller), ...(scope.kind === 'run' && { run: scope.run }) };
  const { journal, place } = desk;
  const { set } = (await readKeyFileView(place.paths.keyFile)).emergency ?? {};
  let began: number | undefined;
  try {
    await recordedAct(
      journal,
      'emergency.asked',
      { reason, scope, minutes, papers: papers.length },
      context,
      async () => {
        const keys = await desk.changeKeys(password, (request) =>
          breakGlass(request, {
            ...{ papers, scope },
            narrow: async (content) => {
              await requireUnspent(journal, set ?? '');
              const narrowed = await narrowToScope(place, content, { scope, note }, journal);
              const endsAtMs = room.wallMs() + minutes * MINUTE_MS;
              // The content is committed; now the entry that cites it, before anything can be read.
              const { seq, wallMs } = await journal.event(
                'emergency.began',
                { person: person, reason, scope, set: set ?? '', papers: papers.length, endsAtMs },
                { ...context, payloads: [narrowed.note] },
              );
              began = seq;
              return { keys: narrowed.keys, use: { began: seq, beganAtMs: wallMs, endsAtMs } };
            },
          }),
        );
        const use = (await readKeyFileView(place.paths.keyFile)).emergency?.use;
        if (use === undefined) throw new Problem('damaged', 'the key file lost the use that it was given');
        await room.opened(use, keys);
      },
      () => ({ ok: true as const, began: began ?? 0 }),
    );
  } catch (error) {
    if (error instanceof Problem) {
      const { asOfSeq } = await journal.read.list({ offset: 0, limit: 1, newestFirst: true });
      await room.tellSystem('refused', began, asOfSeq);
    }
    throw error;
  }
  await room.tellSystem('began', began, began ?? 0);
}
