import type { PeriodReportKind } from '../../../../shared/domain/index.ts';
import type { ReportList } from '../../../../shared/formats/period-report.ts';
import type { ItemFacts } from './item.ts';
import type { ItemName } from './items.ts';
import { accounts } from './list-accounts.ts';
import { accessReviews, leavers, newUsers, privilegedUsers, rightsModel, touches } from './lists-access.ts';
import {
  changesList,
  emergencies,
  examinations,
  failedSignIns,
  pausedAgents,
  personActivity,
  runsList,
} from './lists-activity.ts';
import { statedPurposes } from './list-purposes.ts';
import { identifierClasses, redactorLists } from './lists-classes.ts';
import { attestedFigures } from './lists-attested.ts';
import { attestations, importsList, measurings, redactionReviews, runAttestations } from './lists-deid.ts';
import { approvalsList, denialsList, refusalsList, signedReviews } from './lists-denials.ts';
import { exportsList } from './lists-exports.ts';
import {
  checkpointsList,
  eventCatalogue,
  integrityEvents,
  issuedReports,
  witnessesList,
} from './lists-integrity.ts';
import { postureChecks, postureStarts } from './lists-posture.ts';
import type { PlotName } from './plots.ts';
import type { PeriodView } from './view.ts';

type Listed = (view: PeriodView, facts: ItemFacts) => ReportList;

const datasets: Listed = (view) => touches(view, 'dataset');
const models: Listed = (view) => touches(view, 'model');
const denials: Listed = (view, { judged }) => denialsList(view, judged);

/** What a kind of report is about, which items it answers, and what it lists, in order. */
export interface KindOfReport {
  readonly title: string;
  readonly question: string;
  readonly items: readonly ItemName[];
  readonly plots: readonly PlotName[];
  readonly lists: readonly Listed[];
}

/** To add a list to a kind of report, write it in a `lists-*.ts` and name it here. */
export const KINDS: Readonly<Record<PeriodReportKind, KindOfReport>> = {
  period: {
    title: 'Audit report on a period',
    question:
      'What people and agents did in this workspace, what they were not let do, who looked into it, and what of it can be proven. Figures are computed by code from journal entries; no patient data is in this report.',
    items: [
      ...(['access', 'uniqueIds', 'emergency', 'logoff', 'encryption', 'audit', 'activityReview'] as const),
      ...(['integrity', 'authenticity', 'authentication', 'transmission', 'media', 'policies'] as const),
    ],
    plots: ['activity', 'denialsPerRule', 'approvals'],
    lists: [
      ...[runsList, denials, approvalsList, signedReviews, exportsList, runAttestations, newUsers, leavers],
      ...[emergencies, changesList, postureStarts, checkpointsList, issuedReports],
    ],
  },
  access: {
    title: 'Access register',
    question:
      'Who could do what, who was let in and who left; and who touched which dataset, which model and which export, when and why. The first six lists are those that an auditor of 164.312(a)(1) asks for.',
    items: ['access', 'uniqueIds', 'emergency', 'authentication', 'media'],
    plots: ['activity'],
    lists: [
      ...[rightsModel, newUsers, privilegedUsers, accounts, accessReviews, leavers],
      ...[statedPurposes, datasets, models, exportsList],
    ],
  },
  activity: {
    title: 'Activity review',
    question:
      'Whether activity was recorded and examined: how often, by whom, in time, and with whose signature. It supports the review that 164.308(a)(1)(ii)(D) asks for; the review is what a person does with it.',
    items: ['audit', 'activityReview', 'loginMonitoring', 'emergency', 'logoff'],
    plots: ['activity', 'denialsPerRule'],
    lists: [
      ...[personActivity, failedSignIns, refusalsList, signedReviews, examinations, emergencies],
      ...[pausedAgents, runsList],
    ],
  },
  deidentification: {
    title: 'De-identification report',
    question:
      'What was done so that people cannot be told from the data: what came in, what was measured and read, who signed for it, and what left. It says what was done; whether data is de-identified is for the person who signs.',
    items: ['minimumNecessary', 'expert', 'safeHarbor', 'media'],
    plots: ['activity'],
    lists: [
      ...[importsList, runAttestations, attestations, attestedFigures, measurings, redactionReviews],
      ...[identifierClasses, redactorLists, exportsList],
    ],
  },
  denials: {
    title: 'Denials report',
    question:
      'What agents and people were not let do, by which rule, and what a compliance officer made of it.',
    items: ['access', 'audit', 'activityReview'],
    plots: ['denialsPerRule', 'approvals', 'activity'],
    lists: [denials, refusalsList, signedReviews, pausedAgents, approvalsList],
  },
  integrity: {
    title: 'Integrity report',
    question:
      'Whether the record can be believed: what the verifier found, which checkpoints are known outside this machine, and what a drill of attacks on a copy showed.',
    items: ['encryption', 'audit', 'integrity', 'authenticity', 'policies'],
    plots: ['activity'],
    lists: [
      ...[checkpointsList, witnessesList, integrityEvents, postureStarts, postureChecks, changesList],
      ...[issuedReports, eventCatalogue],
    ],
  },
};
