import { z } from 'zod';
import { PeriodReportKind, RunId } from '../domain/index.ts';
import { verb, type VerbDefinition } from './define.ts';

const Moment = z.int().min(0).max(8_640_000_000_000_000);

/** The model of a report as its PDF would carry it: `format` says which. */
const ReportModelView = z.looseObject({ format: z.string(), version: z.int() });

/** Reports as data, as they would be issued now: no pages, no signature. Progress is told as task `report`. */
export const REPORT_MODEL_VERBS = {
  'reports.readModel': verb(
    ['operator', 'compliance'],
    'read a report as data',
    z.strictObject({ run: RunId }),
    ReportModelView,
  ),
  'reports.readPeriodModel': verb(
    ['compliance'],
    'read a report about a period as data',
    z
      .strictObject({ kind: PeriodReportKind, fromMs: Moment, toMs: Moment })
      .refine(({ fromMs, toMs }) => fromMs < toMs, {
        message: 'the period ends before it begins',
        path: ['toMs'],
      }),
    ReportModelView,
  ),
} as const satisfies Record<string, VerbDefinition>;
