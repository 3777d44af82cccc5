import { Problem, type ApprovalId } from '../../shared/domain/index.ts';
import type { ApprovalView } from '../../shared/ipc/index.ts';
import {
  projectApprovals,
  projectPace,
  requireMayAnswer,
  type Answerer,
  type Approval,
} from '../governance/index.ts';
import { contextOf, lookContextOf } from './actor.ts';
import type { Notify } from './application.ts';
import { changedSince } from './approval-bindings.ts';
import { readExamples } from './approval-desk.ts';
import { approvalView } from './approval-view.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { OpenContent } from './desk/settings.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { ListLooks } from './list-looks.ts';
import { nameOf } from './people.ts';
import { redactTyped } from './typed-text.ts';

const APPROVAL_KINDS = ['approval.requested', 'approval.answered', 'approval.voided'] as const;
/** The fatigue meter looks back this far. */
const PACE_MS = 90 * 24 * 60 * 60 * 1000;

type Names = 'approvals.list' | 'approvals.open' | 'approvals.answer' | 'approvals.getPace';

export interface ApprovalVerbPorts {
  readonly notify: Notify;
  nowMs(): number;
  /** The compliance profile that a person's own acts are judged under. */
  readonly ownProfile: string;
}

/** The approvals that the journal tells of. */
export async function readApprovals<C extends OpenContent>(
  desk: Desk<C>,
  nowMs: number,
): Promise<readonly Approval[]> {
  const entries = await desk.journal.read.ofKinds(APPROVAL_KINDS);
  return projectApprovals(
    entries.map(({ entry }) => entry),
    nowMs,
  );
}

/** How many questions wait for a person. */
export async function countWaiting<C extends OpenContent>(desk: Desk<C>, nowMs: number): Promise<number> {
  return (await readApprovals(desk, nowMs)).filter(({ state }) => state === 'waiting').length;
}

/** All approvals as people see them, newest first, without cells. */
export async function listApprovals<C extends OpenContent>(
  desk: Desk<C>,
  nowMs: number,
): Promise<ApprovalView[]> {
  const views: ApprovalView[] = [];
  for (const approval of (await readApprovals(desk, nowMs)).toReversed())
    views.push(await approvalView(desk, approval, []));
  return views;
}

/** Calls that wait for a person, their answers, and how people answer. */
export function approvalVerbs(desk: Desk<Content>, ports: ApprovalVerbPorts): Pick<Handlers, Names> {
  const looks = new ListLooks(desk, ports.nowMs);
  const find = async (id: ApprovalId): Promise<Approval> => {
    const found = (await readApprovals(desk, ports.nowMs())).find((approval) => approval.id === id);
    if (found !== undefined) return found;
    throw new Problem('not_found', 'there is no such approval', 'List the approvals again.');
  };
  const view = async (approval: Approval): Promise<ApprovalView> =>
    approvalView(desk, approval, approval.state === 'waiting' ? await readExamples(desk, approval) : []);
  /** Tells windows how many wait now, and that the run of this one changed. */
  const tell = async ({ run }: Approval): Promise<void> => {
    ports.notify('approvals.changed', { waiting: await countWaiting(desk, ports.nowMs()) });
    if (run !== undefined) ports.notify('run.changed', { run });
  };
  /** A waiting request about something that is no longer so is void, and nobody can answer it. */
  const upToDate = async (approval: Approval, caller: Caller): Promise<Approval> => {
    if (approval.state !== 'waiting') return approval;
    const changed = await changedSince(desk, approval, ports.ownProfile);
    if (changed.length === 0) return approval;
    await desk.journal.event(
      'approval.voided',
      { approval: approval.id, reason: `changed since: ${changed.join(', ')}` },
      { ...contextOf(caller), run: approval.run, call: approval.call, agent: approval.agent },
    );
    await tell(approval);
    return find(approval.id);
  };

  return {
    'approvals.list': async (_, caller) => {
      await looks.record('approvals', caller);
      const views = await listApprovals(desk, ports.nowMs());
      return views.sort((a, b) => Number(b.state === 'waiting') - Number(a.state === 'waiting'));
    },

    'approvals.open': async ({ approval: id }, caller) => {
      const found = await upToDate(await find(id), caller);
      const shown = await view(found);
      await desk.journal.event(
        'approval.viewed',
        { approval: id },
        {
          ...(shown.examples.length > 0 ? lookContextOf(caller) : contextOf(caller)),
          ...{ run: found.run, call: found.call, agent: found.agent },
        },
      );
      return shown;
    },

    'approvals.answer': async ({ approval: id, answer, reason, meaning, password }, caller) => {
      const found = await upToDate(await find(id), caller);
      requireMayAnswer(found, answererOf(caller), ports.nowMs());
      await desk.confirmPassword(password);
      await desk.journal.event(
        'approval.answered',
        { approval: id, answer, meaning, reason: await redactTyped(desk, reason, { run: found.run }) },
        { ...contextOf(caller), run: found.run, call: found.call, agent: found.agent },
      );
      await tell(found);
      return view(await find(id));
    },

    'approvals.getPace': async () => {
      const sinceMs = ports.nowMs() - PACE_MS;
      const entries = await desk.journal.read.ofKinds([...APPROVAL_KINDS, 'approval.viewed']);
      const paces = projectPace(
        entries.map(({ entry }) => entry),
        sinceMs,
      );
      return {
        sinceMs,
        approvers: paces.map(({ person, medianMs, signs, ...figures }) => ({
          ...figures,
          person: nameOf(desk.everyone, person),
          personId: person,
          ...(medianMs === undefined ? {} : { medianSeconds: medianMs / 1000 }),
          signs: [...signs],
        })),
      };
    },
  };
}

function answererOf({ person }: Caller): Answerer {
  if (person === undefined) throw new Problem('not_signed_in', 'nobody is signed in', 'Sign in first.');
  return person;
}
