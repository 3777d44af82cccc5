import type { Entry } from '../../../shared/formats/index.ts';
import type { PolicyReplayView } from '../../../shared/ipc/index.ts';
import { readRecorded, replay, type Profile, type RecordedDecision } from '../../governance/index.ts';

/** The recorded decisions of a workspace, asked again under a profile as it would be in force. */
export function replayEntries(
  entries: readonly Entry[],
  profile: Profile,
  clockMs: () => number,
): Omit<PolicyReplayView, 'throughSeq'> {
  const began = clockMs();
  const left = { outside: 0, not_replayable: 0, otherProfile: 0 };
  const decisions: RecordedDecision[] = [];
  for (const entry of entries) {
    const recorded = readRecorded(entry);
    if (typeof recorded === 'string') left[recorded] += 1;
    else if (recorded.request.complianceProfile !== profile.file.name) left.otherProfile += 1;
    else decisions.push(recorded);
  }
  const { replayed, changed, groups } = replay(decisions, profile.policy);
  return {
    decisions: entries.length,
    ...{ replayed, changed, unchanged: replayed - changed },
    outsidePolicy: left.outside,
    notReplayable: left.not_replayable,
    otherProfile: left.otherProfile,
    groups: groups.map(({ after: { behaviour, ruleId, reason }, before, entries: seqs, ...group }) => ({
      ...group,
      ...{ before, after: { behaviour, ruleId }, reason, entries: [...seqs] },
    })),
    ms: clockMs() - began,
  };
}
