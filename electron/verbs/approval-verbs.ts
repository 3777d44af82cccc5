import { Problem, SafeName } from '../../shared/domain/index.ts';
import type { ApprovalView } from '../../shared/ipc/index.ts';
import { projectApprovals, requireMayAnswer, type Answerer, type Approval } from '../governance/index.ts';
import type { Notify } from './application.ts';
import { readExamples } from './approval-desk.ts';
import type { Content } from './content.ts';
import { contextOf } from './actor.ts';
import type { Desk, OpenContent } from './desk.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { nameOf } from './people.ts';
import { runOf } from './run-entries.ts';

const APPROVAL_KINDS = ['approval.requested', 'approval.answered', 'approval.voided'] as const;

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

/** All approvals as people see them, newest first, without cells. */
export async function listApprovals<C extends OpenContent>(
  desk: Desk<C>,
  nowMs: number,
): Promise<ApprovalView[]> {
  const views: ApprovalView[] = [];
  for (const approval of (await readApprovals(desk, nowMs)).toReversed())
    views.push(await viewOf(desk, approval, []));
  return views;
}

async function viewOf<C extends OpenContent>(
  desk: Desk<C>,
  approval: Approval,
  examples: ApprovalView['examples'],
): Promise<ApprovalView> {
  if (approval.call === undefined || approval.requestedById === 'application')
    throw new Problem('damaged', 'an approval is about no call or nobody', 'Verify the journal.');
  const table =
    approval.run === undefined
      ? SafeName.parse(approval.args.table)
      : (await runOf(desk, approval.run)).table;
  const { people } = desk.status;
  const { id, run, call, requestedById, tool, args, ruleId, reason, valuesLost, recordsTouched } = approval;
  const { argsSha256, snapshotSha256, policySha256, requestedAtMs, expiresAtMs, state, answer } = approval;
  return {
    ...{
      id,
      run,
      call,
      table,
      agent: approval.agent ?? '',
      requestedBy: nameOf(people, requestedById),
      requestedById,
    },
    ...{ tool, args, ruleId, reason, valuesLost, recordsTouched, what: inWords(approval, table), examples },
    ...{ argsSha256, snapshotSha256, policySha256, requestedAtMs, expiresAtMs, state },
    ...(answer && {
      answeredBy: nameOf(people, answer.byId),
      answeredAtMs: answer.atMs,
      answerReason: answer.reason,
      meaning: answer.meaning,
    }),
  };
}

/** Calls that wait for a person, and their answers. */
export function approvalVerbs(
  desk: Desk<Content>,
  notify: Notify,
  nowMs: () => number,
): Pick<Handlers, 'approvals.list' | 'approvals.answer'> {
  const all = (): Promise<readonly Approval[]> => readApprovals(desk, nowMs());
  const view = async (approval: Approval): Promise<ApprovalView> =>
    viewOf(desk, approval, approval.state === 'waiting' ? await readExamples(desk, approval) : []);
  return {
    'approvals.list': async (_, caller) => {
      await desk.journal.event('journal.viewed', { what: 'approvals' }, contextOf(caller));
      const views: ApprovalView[] = [];
      for (const approval of (await all()).toReversed()) views.push(await view(approval));
      return views.sort((a, b) => Number(b.state === 'waiting') - Number(a.state === 'waiting'));
    },
    'approvals.answer': async ({ approval: id, answer, reason, meaning, password }, caller) => {
      const found = (await all()).find((approval) => approval.id === id);
      if (found === undefined)
        throw new Problem('not_found', 'there is no such approval', 'List the approvals again.');
      requireMayAnswer(found, answererOf(caller), nowMs());
      await desk.confirmPassword(password);
      const redact = await desk.content.redactFor(found.run);
      await desk.journal.event(
        'approval.answered',
        { approval: id, answer, meaning, reason: redact(reason) },
        { ...contextOf(caller), run: found.run, call: found.call, agent: found.agent },
      );
      const now = await all();
      notify('approvals.changed', { waiting: now.filter(({ state }) => state === 'waiting').length });
      if (found.run !== undefined) notify('run.changed', { run: found.run });
      const answered = now.find((approval) => approval.id === id) ?? found;
      return view(answered);
    },
  };
}

function answererOf({ person }: Caller): Answerer {
  if (person === undefined) throw new Problem('not_signed_in', 'nobody is signed in', 'Sign in first.');
  return person;
}

/** What exactly will happen, in one sentence. */
function inWords({ tool, args, recordsTouched, valuesLost }: Approval, table: string): string {
  if (tool === 'export_table') return `The whole table ${table} leaves the workspace as a file.`;
  const column =
    typeof args.column === 'string' && tool !== 'drop_duplicates' ? ` in column ${args.column}` : '';
  const lost =
    valuesLost === 0
      ? 'No value is lost'
      : `${valuesLost.toLocaleString('en')} values are lost in the result`;
  return `${tool.replaceAll('_', ' ')}${column} of ${table}, touching ${recordsTouched.toLocaleString('en')} records. ${lost}; the version before stays and can be gone back to.`;
}
