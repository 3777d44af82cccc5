import type { Grade, ReportSafeguard, RunReport } from '../../../shared/formats/report.ts';
import type { CollectedCalls } from './collect-calls.ts';
import type { Evidence } from './evidence.ts';
import type { RunReportInput } from './input.ts';
import { plural } from './text.ts';

export const RULE_TEXT_AS_OF = 'Rule text as in force in mid-2026.';
export const RULE_PROPOSAL =
  'A proposal of January 2025 (90 FR 898) would end the difference between required and addressable and would require encryption and multi-factor authentication. It is a proposal, not law.';

export interface SafeguardFacts {
  readonly evidence: Evidence;
  readonly calls: CollectedCalls;
  readonly people: RunReport['people'];
  readonly unanswered: number;
  readonly denials: RunReport['denials'];
}

/** What this run shows about each item of 45 CFR 164.312, and how strongly. */
export function collectSafeguards(input: RunReportInput, facts: SafeguardFacts): ReportSafeguard[] {
  return [...accessItems(input, facts), ...auditItems(input, facts), ...transmissionItems(facts)];
}

function item(
  cite: string,
  title: string,
  kind: 'required' | 'addressable',
  grade: Grade,
  evidence: string,
  entries: readonly number[] = [],
): ReportSafeguard {
  return {
    cite: `164.312${cite}`,
    title,
    addressable: kind === 'addressable',
    grade,
    evidence,
    entries: entries.slice(0, 6),
  };
}

/** What the journal shows of the procedure: its uses, and the last drill of the way that is gone then. */
function emergencyEvidence(
  standing: RunReportInput['emergencies'],
): readonly [grade: Grade, evidence: string, entries: readonly number[]] {
  if (standing === undefined || (standing.uses === 0 && standing.drill === undefined))
    return ['unknown', 'This run shows no emergency access, and nothing about the procedure for it.', []];
  const { uses, unreviewed, drill } = standing;
  const used = `The workspace used emergency access ${plural(uses, 'time')}, ${unreviewed.length} not reviewed by another person.`;
  const drilled =
    drill === undefined
      ? 'No drill of it is recorded.'
      : `The last drill ${drill.good ? 'found the papers of the envelope good and opened nothing' : 'found the papers of the envelope not good'}.`;
  return ['recorded', `${used} ${drilled}`, [...unreviewed, ...(drill === undefined ? [] : [drill.seq])]];
}

function seqs(facts: readonly { readonly entry: { readonly seq: number } }[]): number[] {
  return facts.map(({ entry }) => entry.seq);
}

function accessItems(input: RunReportInput, { evidence, calls, people }: SafeguardFacts): ReportSafeguard[] {
  const decisions = evidence.facts('tool.decided', 'event');
  const ran = evidence.facts('tool.call', 'intent');
  const locks = evidence.facts('auth.locked', 'event');
  const payloads = evidence.entries.reduce((total, entry) => total + entry.payloads.length, 0);
  const knownIds = new Set(input.people.map((person) => person.id));
  const strangers = evidence.entries.filter(
    ({ actor }) => actor.id !== 'application' && !knownIds.has(actor.id),
  ).length;
  return [
    item(
      '(a)(1)',
      'Access only for persons and programs granted rights',
      'required',
      ran.length === 0 ? 'unknown' : calls.undecided.length === 0 ? 'enforced' : 'unknown',
      ran.length === 0
        ? 'No tool ran.'
        : calls.undecided.length === 0
          ? `${plural(decisions.length, 'decision')} recorded; each of the ${plural(ran.length, 'call')} that ran follows one that let it, for the same arguments.`
          : `${plural(calls.undecided.length, 'call')} ran without a decision on record.`,
      seqs(decisions),
    ),
    item(
      '(a)(2)(i)',
      'Unique user identification',
      'required',
      strangers === 0 && people.length > 0 ? 'recorded' : 'unknown',
      strangers === 0
        ? `${plural(people.length, 'person', 'people')} acted, each under an id of their own; every entry names one.`
        : `${plural(strangers, 'entry', 'entries')} name an id that no person of this workspace has.`,
    ),
    item('(a)(2)(ii)', 'Emergency access procedure', 'required', ...emergencyEvidence(input.emergencies)),
    item(
      '(a)(2)(iii)',
      'Automatic logoff',
      'addressable',
      locks.length > 0 ? 'recorded' : 'unknown',
      locks.length > 0
        ? `${plural(locks.length, 'lock')} of the workspace in the period.`
        : 'No lock in the period. The live setting is not part of this report.',
      seqs(locks),
    ),
    item(
      '(a)(2)(iv)',
      'Encryption and decryption at rest',
      'addressable',
      payloads > 0 ? 'recorded' : 'asserted',
      `${plural(payloads, 'encrypted payload')} cited by the hash of the ciphertext. The cipher and key custody are stated by the software, not measured here.`,
    ),
  ];
}

function auditItems(
  input: RunReportInput,
  { evidence, unanswered, denials }: SafeguardFacts,
): ReportSafeguard[] {
  const verified = input.verification?.ok === true;
  const outcomes = evidence.facts('artefact.write', 'outcome').filter(({ body }) => body.ok);
  const signedIn = evidence.facts('auth.signed_in', 'event');
  const signatures = [
    ...evidence.facts('attestation.sign', 'outcome').filter(({ body }) => body.ok),
    ...evidence.facts('approval.answered', 'event'),
  ];
  return [
    item(
      '(b)',
      'Audit controls: record and examine',
      'required',
      evidence.entries.length > 0 ? 'recorded' : 'unknown',
      `${plural(evidence.entries.length, 'entry', 'entries')} recorded, ${plural(unanswered, 'intent')} without outcome. Examination: ${examined(denials)}.`,
    ),
    item(
      '(c)(1)',
      'Integrity',
      'required',
      verified ? 'enforced' : 'unknown',
      verified
        ? `The journal accepts additions only, and its chain was recomputed for this report. ${plural(outcomes.length, 'artefact')} recorded with a hash.`
        : 'The chain was not verified in full for this report.',
      seqs(outcomes),
    ),
    item(
      '(c)(2)',
      'Mechanism to authenticate electronic protected health information',
      'addressable',
      verified && input.checkpoint !== undefined ? 'recorded' : 'unknown',
      input.checkpoint === undefined
        ? 'No signed checkpoint.'
        : 'Data versions and artefacts are named by SHA-256; the root over their entries is signed.',
      input.checkpoint === undefined ? [] : [input.checkpoint.seq],
    ),
    item(
      '(d)',
      'Person or entity authentication',
      'required',
      signedIn.length + signatures.length > 0 ? 'recorded' : 'unknown',
      `${plural(signedIn.length, 'sign-in')} with a password in the period; ${plural(signatures.length, 'signature')} given with the password again.`,
      [...seqs(signedIn), ...seqs(signatures)],
    ),
  ];
}

function transmissionItems({ evidence }: SafeguardFacts): ReportSafeguard[] {
  const refused = evidence.facts('tool.denied', 'event').filter(({ body }) => body.tool === 'web_search');
  const exported = evidence.facts('dataset.export', 'outcome').filter(({ body }) => body.ok);
  const left =
    exported.length === 0
      ? 'No dataset left the workspace in the period.'
      : `${plural(exported.length, 'dataset')} left the workspace as a file, with hash on record.`;
  return [
    item(
      '(e)(1)',
      'Transmission security',
      'required',
      refused.length > 0 ? 'enforced' : 'asserted',
      refused.length > 0
        ? `${plural(refused.length, 'attempt')} to reach a network refused. ${left}`
        : `The application opens no network connection: its own statement, not tested by this run. ${left}`,
      seqs(refused.length > 0 ? refused : exported),
    ),
    item(
      '(e)(2)(i)',
      'Integrity controls in transmission',
      'addressable',
      exported.length > 0 ? 'recorded' : 'unknown',
      exported.length > 0 ? 'The SHA-256 of each exported file stands in the journal.' : left,
      seqs(exported),
    ),
    item(
      '(e)(2)(ii)',
      'Encryption in transmission',
      'addressable',
      'unknown',
      exported.length > 0
        ? 'Exported files are in the clear; the medium that carries them is outside this report.'
        : left,
    ),
  ];
}

/** How far what was denied has been looked into. */
function examined(denials: RunReport['denials']): string {
  if (denials.length === 0) return 'no denial to review';
  const reviewed = denials.filter(({ review }) => review !== undefined).length;
  if (reviewed === 0) return 'no review of the denials is recorded';
  const signed = denials.filter(({ review }) => review?.signed === true).length;
  return `${plural(reviewed, 'denial')} of ${denials.length.toString()} reviewed, ${signed.toString()} under a signed review`;
}
