import type { DatasetSummary } from '../../../shared/domain/index.ts';
import type {
  AgentView,
  ApprovalView,
  DenialQueueView,
  EmergencyView,
  PersonView,
  ProposalView,
  RecoveryView,
  RunSummary,
  ServiceKeyView,
} from '../../../shared/ipc/index.ts';
import type { Route } from '../../app/routes.ts';
import { plural } from '../../ui/format.ts';
import { toolWord, type Tone } from '../../ui/words.ts';
import { endsSoon } from '../people/service-key-words.ts';

/** Something that waits for this person. */
export interface Task {
  /** Tells tasks that lead to the same place apart. */
  readonly id?: string;
  readonly kind: string;
  readonly tone: Tone;
  readonly text: string;
  readonly detail: string;
  readonly sinceMs: number;
  readonly where: Route;
}

/** What is known of the review of denials. */
export type DenialsDue = Pick<DenialQueueView, 'unreviewed' | 'overdue' | 'signatureDueMs' | 'groups'>;

/** What needs this person, most pressing first: answers, signatures, interrupted runs, clear files. */
export function tasksOf(facts: {
  readonly me: Pick<PersonView, 'id' | 'role'>;
  readonly runs: readonly RunSummary[];
  readonly approvals: readonly ApprovalView[];
  readonly datasets: readonly DatasetSummary[];
  /** How the review of denials stands, for those who review. */
  readonly denials?: DenialsDue | undefined;
  /** Agents and their state, for those who let paused ones work again. */
  readonly agents?: readonly AgentView[];
  /** Changes of the people that wait for a second person. */
  readonly proposals?: readonly ProposalView[];
  /** Uses of the emergency envelope, for those who review them. */
  readonly emergency?: Pick<EmergencyView, 'uses'> | undefined;
  /** Keys for scheduled runs, for those who make and rotate them. */
  readonly serviceKeys?: readonly ServiceKeyView[];
  /** The sealed sheets, for those who make them. */
  readonly recovery?: RecoveryView | undefined;
  readonly nowMs: number;
}): readonly Task[] {
  const { me } = facts;
  const signs = me.role === 'operator' || me.role === 'compliance';
  const approvals = facts.approvals
    .filter((approval) => approval.state === 'waiting' && approval.requestedById !== me.id)
    .map((approval): Task => ({
      kind: 'Approval',
      tone: 'warn',
      text: `${toolWord(approval.tool)} in ${approval.table}`,
      detail: `${plural(approval.valuesLost, 'value')} would be lost, asked by ${approval.requestedBy}`,
      sinceMs: approval.requestedAtMs,
      where: { screen: 'approvals', approval: approval.id },
    }));
  const statements = facts.runs
    .filter((run) => signs && run.state === 'awaiting_attestation')
    .map((run): Task => ({
      kind: 'Attestation',
      tone: 'warn',
      text: `Sign the minimum-necessary statement of ${run.table}`,
      detail: run.template,
      sinceMs: run.endedAtMs ?? run.startedAtMs,
      where: { screen: 'runs', run: run.id, tab: 'statement' },
    }));
  const interrupted = facts.runs
    .filter((run) => me.role === 'operator' && run.state === 'interrupted')
    .map((run): Task => ({
      kind: 'Interrupted',
      tone: 'bad',
      text: `The run on ${run.table} was interrupted`,
      detail: 'resume it or start a new one',
      sinceMs: run.endedAtMs ?? run.startedAtMs,
      where: { screen: 'runs', run: run.id },
    }));
  const files = facts.datasets
    .filter((dataset) => dataset.sourceFate.fate === 'open')
    .map((dataset): Task => ({
      kind: 'Clear file',
      tone: 'neutral',
      text: `Say what became of the source file of ${dataset.table}`,
      detail: 'it is still in clear',
      sinceMs: dataset.importedAtMs,
      where: { screen: 'datasets', dataset: dataset.id },
    }));
  const people = (facts.proposals ?? [])
    .filter(({ mayAgree }) => mayAgree)
    .map((proposal): Task => ({
      kind: 'Person',
      tone: 'warn',
      text: proposal.change === 'new' ? `${proposal.name} wants to join` : `A change for ${proposal.name}`,
      detail: `proposed by ${proposal.proposedBy}; you may agree`,
      sinceMs: proposal.proposedAtMs,
      where: { screen: 'people', person: `${proposal.id}-next` },
    }));
  const paused = (facts.agents ?? []).flatMap(pausedAgent);
  return [
    ...emergencyReviews(facts),
    ...approvals,
    ...people,
    ...serviceKeysDue(facts),
    ...paused,
    ...statements,
    ...interrupted,
    ...reviews(facts),
    ...sheetsDue(facts),
    ...files,
  ];
}

/** Uses of the emergency envelope that nobody has judged yet, and that this person may judge. */
function emergencyReviews({
  me,
  emergency,
}: {
  readonly me: Pick<PersonView, 'id' | 'role'>;
  readonly emergency?: Pick<EmergencyView, 'uses'> | undefined;
}): readonly Task[] {
  if (me.role !== 'compliance' || emergency === undefined) return [];
  return emergency.uses
    .filter((use) => use.review === undefined && use.personId !== me.id)
    .map(({ began, person, beganAtMs, ended }): Task => ({
      id: `emergency-${began}`,
      kind: 'Emergency',
      tone: 'bad',
      text: ended === undefined ? `${person} has emergency access now` : `Review the access of ${person}`,
      detail: 'until it is reviewed, every report says so on its first page',
      sinceMs: beganAtMs,
      where: { screen: 'emergency' },
    }));
}

/** Keys for scheduled runs that this person may make, and those that end before long. */
function serviceKeysDue({
  serviceKeys = [],
  nowMs,
}: {
  readonly serviceKeys?: readonly ServiceKeyView[];
  readonly nowMs: number;
}): readonly Task[] {
  const whereOf = (key: string): Route => ({ screen: 'people', part: 'service-keys', key });
  return [
    ...serviceKeys
      .filter(({ mayMake }) => mayMake)
      .map((key): Task => ({
        ...{ kind: 'Service key', tone: 'warn', where: whereOf(key.id) },
        text: `${key.name} is asked for`,
        detail: `by ${key.proposedBy}, for ${key.table ?? 'a table that is gone'}; you may make it`,
        sinceMs: key.proposedAtMs,
      })),
    ...serviceKeys
      .filter((key) => endsSoon(key, nowMs))
      .map((key): Task => ({
        ...{ kind: 'Service key', tone: 'neutral', where: whereOf(key.id) },
        text: `Rotate ${key.name} before it ends`,
        detail: 'a scheduled run that comes later is refused',
        sinceMs: key.madeAtMs ?? key.proposedAtMs,
      })),
  ];
}

/** Sheets that were never made, have been seen, or were not tried for a year. */
function sheetsDue({
  recovery,
  nowMs,
}: {
  readonly recovery?: RecoveryView | undefined;
  readonly nowMs: number;
}): readonly Task[] {
  if (recovery === undefined) return [];
  const where = { screen: 'recovery' } as const;
  const { sheets, untried } = recovery;
  if (sheets === undefined)
    return [
      {
        ...{ kind: 'Recovery', tone: 'warn', where, sinceMs: nowMs },
        text: 'Make recovery sheets',
        detail: 'without them, forgotten passwords can shut the data for good',
      },
    ];
  if (sheets.usedAtMs !== undefined)
    return [
      {
        ...{ kind: 'Recovery', tone: 'warn', where, sinceMs: sheets.usedAtMs },
        text: 'Make new recovery sheets',
        detail: 'those of now were used and have been seen',
      },
    ];
  if (untried.length === 0) return [];
  return [
    {
      ...{ kind: 'Recovery', tone: 'neutral', where, sinceMs: sheets.madeAtMs },
      text: `Try ${plural(untried.length, 'recovery sheet')}`,
      detail: 'each is tried once a year, without opening anything',
    },
  ];
}

function pausedAgent({ name, paused }: AgentView): readonly Task[] {
  if (paused?.mayRelease !== true) return [];
  return [
    {
      kind: 'Agent paused',
      tone: 'bad',
      text: `${name} kept trying what is denied`,
      detail: `${plural(paused.denials, 'denial')} by ${paused.ruleId}, for ${paused.forPerson}`,
      sinceMs: paused.sinceMs,
      where: { screen: 'agents', agent: name },
    },
  ];
}

function reviews({
  me,
  denials,
  nowMs,
}: {
  readonly me: Pick<PersonView, 'role'>;
  readonly denials?: DenialsDue | undefined;
  readonly nowMs: number;
}): Task[] {
  if (me.role !== 'compliance' || denials === undefined) return [];
  const { unreviewed, overdue, signatureDueMs, groups } = denials;
  const where = { screen: 'denials', tab: 'review' } as const;
  if (unreviewed > 0) {
    const oldest = groups.find((group) => group.unreviewed > 0)?.denials.at(-1);
    return [
      {
        ...{ kind: 'Denials', tone: overdue > 0 ? 'bad' : 'warn', where },
        text: `Review ${plural(unreviewed, 'denial')}`,
        detail: overdue > 0 ? `${overdue.toLocaleString('en')} for more than a week` : 'within a week',
        sinceMs: oldest?.wallMs ?? nowMs,
      },
    ];
  }
  if (signatureDueMs === undefined || nowMs <= signatureDueMs) return [];
  return [
    {
      ...{ kind: 'Denials', tone: 'warn', where },
      ...{ text: 'Sign the review of denials', detail: 'a signature is due each week' },
      sinceMs: signatureDueMs,
    },
  ];
}
