import type { Grade, ReportSafeguard } from '../../../shared/formats/report.ts';
import type { SafeguardFacts } from './collect-safeguards.ts';
import type { RunReportInput } from './input.ts';
import { plural } from './text.ts';

export const CRITERIA_AS_OF = 'Trust Services Criteria of 2017, points of focus as of 2022.';
export const CRITERIA_NOTE =
  'They are criteria, not a list of controls: whether what is shown here is enough is for the organisation and its examiner to say. The words beside each number are ours, in short.';

/** What this run shows about each trust services criterion that bears on it, and how strongly. */
export function collectCriteria(input: RunReportInput, facts: SafeguardFacts): ReportSafeguard[] {
  return [
    ...accessCriteria(input, facts),
    ...operationCriteria(facts),
    ...processingCriteria(input, facts),
    ...confidentialityCriteria(facts),
  ];
}

interface Shown {
  readonly entry: { readonly seq: number };
}

function criterion(
  cite: string,
  title: string,
  grade: Grade,
  evidence: string,
  shown: readonly Shown[] = [],
): ReportSafeguard {
  const entries = shown.slice(0, 6).map(({ entry }) => entry.seq);
  return { cite, title, addressable: false, grade, evidence, entries };
}

const recordedIf = (shown: readonly unknown[]): Grade => (shown.length > 0 ? 'recorded' : 'unknown');

function accessCriteria(
  input: RunReportInput,
  { evidence, calls, people }: SafeguardFacts,
): ReportSafeguard[] {
  const ran = evidence.facts('tool.call', 'intent');
  const decisions = evidence.facts('tool.decided', 'event');
  const answers = evidence.facts('approval.answered', 'event');
  const exported = evidence.facts('dataset.export', 'intent');
  const added = evidence.facts('person.changed', 'intent');
  const byOthers = input.approvals.every(
    ({ answeredBy, requestedBy }) => answeredBy === undefined || answeredBy !== requestedBy,
  );
  const undecided = calls.undecided.length;
  return [
    criterion(
      'CC6.1',
      'Logical access is restricted to what is authorised',
      ran.length === 0 || undecided > 0 ? 'unknown' : 'enforced',
      undecided > 0
        ? `${plural(undecided, 'call')} ran without a decision on record.`
        : ran.length === 0
          ? 'No tool ran.'
          : `${plural(decisions.length, 'decision')} recorded; each of the ${plural(ran.length, 'call')} that ran follows one that let it, for the same arguments.`,
      decisions,
    ),
    criterion(
      'CC6.2',
      'People are registered and authorised before they get access',
      added.length > 0 ? 'recorded' : 'asserted',
      `${plural(people.length, 'person', 'people')} acted, each under an id of their own. Who let them in is in the access register, not in the report of one run.`,
      added,
    ),
    criterion(
      'CC6.3',
      'Access follows roles, least privilege and separated duties',
      answers.length === 0 ? 'asserted' : byOthers ? 'enforced' : 'unknown',
      answers.length === 0
        ? 'No approval was answered in this run; that nobody approves what they asked for is the software’s own statement here.'
        : byOthers
          ? `${plural(answers.length, 'approval')} answered, none by the person who asked.`
          : 'An approval shows the same person asking and answering.',
      answers,
    ),
    criterion(
      'CC6.7',
      'Moving information out is restricted to authorised people',
      exported.length > 0 ? 'recorded' : 'unknown',
      exported.length === 0
        ? 'No dataset left the workspace in the period.'
        : `${plural(exported.length, 'export')} asked for, each with purpose, decision and outcome on record.`,
      exported,
    ),
  ];
}

function operationCriteria({ evidence, denials }: SafeguardFacts): ReportSafeguard[] {
  const configured = evidence.facts('config.loaded', 'event');
  const denied = evidence.facts('tool.denied', 'event');
  const paused = evidence.facts('agent.paused', 'event');
  const started = evidence.facts('run.started', 'event');
  const reviewed = denials.filter(({ review }) => review !== undefined);
  const signed = reviewed.filter(({ review }) => review?.signed === true).length;
  return [
    criterion(
      'CC7.1',
      'Changes of configuration are detected',
      recordedIf([...configured, ...started]),
      'The hashes of policy, agents and pipeline stand in the journal when they are loaded and when the run starts.',
      [...configured, ...started],
    ),
    criterion(
      'CC7.2',
      'Anomalies are monitored',
      recordedIf(denied),
      `${plural(denied.length, 'denial')} and ${plural(paused.length, 'pause')} of an agent recorded with the rule that made them.`,
      [...denied, ...paused],
    ),
    criterion(
      'CC7.3',
      'Events are evaluated',
      denials.length === 0 ? 'unknown' : reviewed.length === denials.length ? 'recorded' : 'unknown',
      denials.length === 0
        ? 'Nothing was denied that would have to be evaluated.'
        : `${plural(reviewed.length, 'denial')} of ${denials.length.toString()} judged by a person, ${signed.toString()} under a signed review.`,
    ),
    criterion(
      'CC7.4',
      'Incidents are responded to',
      'unknown',
      'This run shows no incident and nothing about the procedure for one.',
    ),
    criterion(
      'CC8.1',
      'Changes are authorised, tested and recorded',
      recordedIf(started),
      'Policy, pipeline, model and data are named by their hashes at the start of the run; each change of the table is a version of its own that can be undone.',
      started,
    ),
  ];
}

function processingCriteria(
  { run }: RunReportInput,
  { evidence, unanswered }: SafeguardFacts,
): ReportSafeguard[] {
  const imported = evidence.facts('dataset.import', 'outcome').filter(({ body }) => body.ok);
  const ran = evidence.facts('tool.call', 'outcome').filter(({ body }) => body.ok);
  const written = evidence.facts('artefact.write', 'outcome').filter(({ body }) => body.ok);
  const statements = evidence
    .facts('attestation.sign', 'outcome')
    .filter(({ body }) => body.ok && body.artefact === 'minimum_necessary');
  const looked = evidence.facts('findings.looked', 'event');
  const payloads = evidence.entries.filter((entry) => entry.payloads.length > 0);
  return [
    criterion(
      'PI1.1',
      'What is processed, and for what, is defined',
      statements.length > 0 ? 'recorded' : 'asserted',
      statements.length > 0
        ? `Purpose ${run.purpose}; a person signed which columns it needs.`
        : `Purpose ${run.purpose} as the operator chose it; no person has signed which columns it needs.`,
      statements,
    ),
    criterion(
      'PI1.2',
      'Inputs are complete and accurate',
      recordedIf(imported),
      imported.length === 0
        ? 'The import is outside this report.'
        : `The import counted rows and columns; code looked for problems in the table ${plural(looked.length, 'time')}.`,
      [...imported, ...looked],
    ),
    criterion(
      'PI1.3',
      'Processing is complete, accurate and authorised',
      unanswered === 0 ? recordedIf(ran) : 'unknown',
      unanswered === 0
        ? `${plural(ran.length, 'call')} recorded before and after, with what each changed.`
        : `${plural(unanswered, 'act')} begun without a recorded end.`,
      ran,
    ),
    criterion(
      'PI1.4',
      'Outputs are complete, accurate and handed to the right people',
      recordedIf(written),
      `${plural(written.length, 'artefact')} written, each with size and SHA-256 on record.`,
      written,
    ),
    criterion(
      'PI1.5',
      'What is stored stays complete and accurate',
      recordedIf(payloads),
      `${plural(payloads.length, 'entry', 'entries')} cite encrypted payloads by the hash of the ciphertext.`,
      payloads.map((entry) => ({ entry })),
    ),
  ];
}

function confidentialityCriteria({ evidence }: SafeguardFacts): ReportSafeguard[] {
  const imported = evidence.facts('dataset.import', 'outcome');
  const redacted = evidence
    .facts('tool.call', 'outcome')
    .filter(({ body }) => body.ok && Object.values(body.redactions).some((count) => count > 0));
  const disposed = [
    ...evidence.facts('dataset.source_fate', 'outcome').filter(({ body }) => body.ok),
    ...evidence.facts('payload.erase', 'intent'),
  ];
  return [
    criterion(
      'C1.1',
      'Confidential information is identified and protected',
      redacted.length > 0 ? 'enforced' : recordedIf(imported),
      redacted.length > 0
        ? `Columns were labelled at import, and identifiers replaced in the results of ${plural(redacted.length, 'call')} before the model saw them.`
        : 'Columns were labelled at import; nothing was replaced in results.',
      [...redacted, ...imported],
    ),
    criterion(
      'C1.2',
      'Confidential information is disposed of',
      recordedIf(disposed),
      disposed.length === 0
        ? 'What became of the source file, or of payloads, is not recorded.'
        : `${plural(disposed.length, 'entry', 'entries')} say what became of the source file and of payloads.`,
      disposed,
    ),
  ];
}
