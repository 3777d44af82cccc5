import { Problem, SafeName } from '../../shared/domain/index.ts';
import type { ApprovalView } from '../../shared/ipc/index.ts';
import type { Approval } from '../governance/index.ts';
import type { Desk } from './desk/desk.ts';
import type { OpenContent } from './desk/settings.ts';
import { nameOf } from './people.ts';
import { runOf } from './run-entries.ts';

/** A request as people see it. @throws Problem `damaged` for one about no call or nobody */
export async function approvalView<C extends OpenContent>(
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
  const { argsSha256, snapshotSha256, policySha256, codeSha256, requestedAtMs, expiresAtMs } = approval;
  const { state, answer, voidedBecause, restsOn } = approval;
  return {
    ...{ id, run, call, table, agent: approval.agent ?? '' },
    ...{ requestedBy: nameOf(people, requestedById), requestedById },
    ...{ tool, args, ruleId, reason, valuesLost, recordsTouched, what: inWords(approval, table), examples },
    ...{ argsSha256, snapshotSha256, policySha256, codeSha256, requestedAtMs, expiresAtMs, state },
    ...(restsOn && { restsOn }),
    ...(voidedBecause === undefined ? {} : { voidedBecause }),
    ...(answer && {
      answeredBy: nameOf(people, answer.byId),
      answeredAtMs: answer.atMs,
      answerReason: answer.reason,
      meaning: answer.meaning,
    }),
  };
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
