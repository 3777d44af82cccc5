import { z } from 'zod';

/** What a report about a period can be about. */
export const PERIOD_REPORT_KINDS = [
  'period',
  'access',
  'activity',
  'deidentification',
  'denials',
  'integrity',
] as const;
export const PeriodReportKind = z.enum(PERIOD_REPORT_KINDS);
export type PeriodReportKind = z.infer<typeof PeriodReportKind>;

/** Every kind of report. */
export const REPORT_KINDS = ['run', ...PERIOD_REPORT_KINDS] as const;
export const ReportKind = z.enum(REPORT_KINDS);
export type ReportKind = z.infer<typeof ReportKind>;
