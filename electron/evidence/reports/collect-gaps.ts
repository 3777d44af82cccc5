import type { RunReport } from '../../../shared/formats/report.ts';
import type { CollectedCalls } from './collect-calls.ts';
import type { Evidence } from './evidence.ts';
import type { RunReportInput } from './input.ts';
import { drillGaps, emergencyGaps, gap, verificationGaps, type Gap } from './gaps.ts';
import { formatCount, listSeqs, plural, words } from './text.ts';

/** What the gaps are computed from, beside the input. */
export interface GapFacts {
  readonly evidence: Evidence;
  readonly calls: CollectedCalls;
  readonly unanswered: number;
  readonly artefacts: RunReport['artefacts'];
  readonly denials: RunReport['denials'];
  readonly notUnderCheckpoint: number;
  readonly withheld: number;
}

/** Everything this report does not prove, most serious first. Each rule stands alone and is computed. */
export function collectGaps(input: RunReportInput, facts: GapFacts): Gap[] {
  return [
    ...emergencyGaps(input.emergencies?.unreviewed ?? []),
    ...integrityGaps(input, facts),
    ...completenessGaps(input, facts),
    ...reviewGaps(input, facts),
    ...standingGaps(input),
  ];
}

function integrityGaps(input: RunReportInput, { evidence, calls, unanswered, artefacts }: GapFacts): Gap[] {
  const gaps: Gap[] = [];
  gaps.push(...verificationGaps(input.verification));
  if (calls.undecided.length > 0)
    gaps.push(
      gap(
        'call-without-decision',
        'A tool ran without a recorded decision that let it',
        `${plural(calls.undecided.length, 'call')} in entries ${listSeqs(calls.undecided)} show no earlier allow, and no approval of the same arguments.`,
      ),
    );
  if (calls.disagreeing > 0)
    gaps.push(
      gap(
        'projection-differs',
        'The run view and the journal differ',
        `${plural(calls.disagreeing, 'call')} read differently in the two. Where they differ, this report follows the journal.`,
      ),
    );
  if (evidence.unreadable > 0)
    gaps.push(
      gap(
        'unreadable-entries',
        'Some entries could not be read',
        `${plural(evidence.unreadable, 'entry', 'entries')} of this run hold bodies that this version does not know; they are not in the figures.`,
      ),
    );
  if (unanswered > 0)
    gaps.push(
      gap(
        'intent-without-outcome',
        'An act was begun whose end is not recorded',
        `${plural(unanswered, 'intent')} in the period show no outcome. What happened is unknown.`,
      ),
    );
  const unrecorded = artefacts.filter(({ state, entry }) => state === 'done' && entry === undefined);
  if (unrecorded.length > 0)
    gaps.push(
      gap(
        'artefact-unrecorded',
        'An artefact stands without an entry for its hash',
        `The journal records no writing of ${unrecorded.map(({ kind }) => words(kind)).join(', ')} with the hash that is given here.`,
      ),
    );
  return gaps;
}

function completenessGaps(input: RunReportInput, { evidence, notUnderCheckpoint }: GapFacts): Gap[] {
  const gaps: Gap[] = [];
  const { run } = input;
  if (run.state !== 'finished')
    gaps.push(
      gap(
        'run-not-finished',
        'The run is not finished',
        `Its state is ${words(run.state)}${run.endReason === undefined ? '' : `, reason ${words(run.endReason)}`}.`,
      ),
    );
  // The report itself is an artefact of the run and cannot list its own completion.
  const missing = run.artefacts.filter(
    (artefact) => artefact.mandatory && artefact.state !== 'done' && artefact.kind !== 'audit_report',
  );
  if (missing.length > 0)
    gaps.push(
      gap(
        'artefact-missing',
        'Mandatory artefacts are not done',
        `Not done: ${missing.map((artefact) => `${words(artefact.kind)} (${words(artefact.state)})`).join(', ')}.`,
      ),
    );
  const signed = evidence
    .facts('attestation.sign', 'outcome')
    .some(({ body }) => body.ok && body.artefact === 'minimum_necessary');
  if (!signed)
    gaps.push(
      gap(
        'statement-unsigned',
        'The minimum-necessary statement is not signed',
        `No person has signed for the columns that were kept.${input.template === 'hipaa_run' ? ' See 45 CFR 164.502(b) and 164.514(d).' : ''}`,
      ),
    );
  const fates = evidence
    .facts('dataset.source_fate', 'outcome')
    .filter(({ body }) => body.ok && body.dataset === run.dataset);
  if (fates.length === 0)
    gaps.push(
      gap(
        'source-file-open',
        'What became of the clear source file is not recorded',
        'The table was imported from an unencrypted file. Nothing here shows that the file was deleted or moved.',
      ),
    );
  if (input.checkpoint === undefined)
    gaps.push(
      gap(
        'no-checkpoint',
        'No signed checkpoint covers this run',
        'The entries are committed, but under no signed root.',
      ),
    );
  else if (notUnderCheckpoint > 0)
    gaps.push(
      gap(
        'entries-after-checkpoint',
        'Entries came after the last checkpoint',
        `${plural(notUnderCheckpoint, 'entry', 'entries')} of this report stand at or after position ${formatCount(input.checkpoint.size)}, outside the signed root.`,
      ),
    );
  if (input.checkpoint?.anchored === false)
    gaps.push(
      gap(
        'checkpoint-not-anchored',
        'No witness is known to hold the checkpoint',
        'Someone with the workspace and its keys could rewrite the journal and sign it again. A printed copy of this report, kept elsewhere, is a witness from then on.',
      ),
    );
  gaps.push(...drillGaps(input.drill, 'The drill is in the section on the journal.'));
  return gaps;
}

function reviewGaps(input: RunReportInput, facts: GapFacts): Gap[] {
  const gaps: Gap[] = [];
  const unreviewed = facts.denials.filter(({ review }) => review === undefined).length;
  if (unreviewed > 0)
    gaps.push(
      gap(
        'denials-unreviewed',
        'Denials were not reviewed',
        `Of ${plural(facts.denials.length, 'denial')} in this report, ${formatCount(unreviewed)} have no recorded review.`,
      ),
    );
  const unsigned = facts.denials.filter(({ review }) => review?.signed === false).length;
  if (unsigned > 0)
    gaps.push(
      gap(
        'denial-review-unsigned',
        'The review of denials is not signed',
        `${plural(unsigned, 'denial')} judged, and no signed review covers them yet.`,
      ),
    );
  const open = input.approvals.filter(
    (approval) => approval.state === 'waiting' || approval.state === 'expired',
  );
  if (open.length > 0)
    gaps.push(
      gap(
        'approvals-open',
        'Approvals were not answered',
        `${plural(open.length, 'approval')} waiting or expired.`,
      ),
    );
  const refused = input.run.findings.filter((finding) => finding.state === 'refused').length;
  const stillOpen = input.run.findings.filter((finding) => finding.state === 'open').length;
  if (refused + stillOpen > 0)
    gaps.push(
      gap(
        'findings-left',
        'Findings are left for a person',
        `${plural(refused, 'finding')} refused and ${formatCount(stillOpen)} open. The table may still hold what they name.`,
      ),
    );
  const starter = facts.evidence.entries.find((entry) => entry.kind === 'run.started');
  if (starter?.actor.id === input.signer.person.id)
    gaps.push(
      gap(
        'signer-ran-it',
        'The signer also started the run',
        'This signature is not an independent review. De-identification should be signed for by a person who did not run it.',
      ),
    );
  if (facts.withheld > 0)
    gaps.push(
      gap(
        'text-withheld',
        'Texts were withheld',
        `${plural(facts.withheld, 'text')} looked like an identifier and ${facts.withheld === 1 ? 'is' : 'are'} not printed.`,
      ),
    );
  return gaps;
}

function standingGaps(input: RunReportInput): Gap[] {
  const gaps: Gap[] = [];
  if (input.model.bundled)
    gaps.push(
      gap(
        'starter-model',
        'The model is the bundled starter',
        'It is for trying the application, not for clinical use. The model sheet says how it was made.',
      ),
    );
  if (input.run.findings.some((finding) => finding.kind === 'identifier_in_text'))
    gaps.push(
      gap(
        'free-text',
        'Free text was redacted by software',
        `A person has not read all of it.${input.template === 'hipaa_run' ? ' The method of 45 CFR 164.514(b)(2) is a claim only after such a review and a statement of no actual knowledge.' : ''}`,
      ),
    );
  const steps = input.entries.filter((entry) => entry.kind === 'clock.stepped').length;
  gaps.push(
    gap(
      'clock-asserted',
      'Times are asserted by the workstation',
      `No time authority is reachable without a network. ${steps === 0 ? 'No step of the clock was recorded.' : `${plural(steps, 'step')} of the clock recorded.`} The order of entries does not depend on the clock.`,
    ),
    gap(
      'signer-key-local',
      'The signing key belongs to this workspace',
      'Compare the root fingerprint in this report with one obtained from the hospital by another way before trusting the signature.',
    ),
  );
  return gaps;
}
