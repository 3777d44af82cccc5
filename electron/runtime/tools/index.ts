import type { ToolName } from '../../../shared/domain/index.ts';
import type { ColumnArguments } from './arguments.ts';
import { calculator, calendar, drugInteractionCheck, generatePdf, type AnsweringTool } from './answering.ts';
import { castColumn } from './cast-column.ts';
import { clipColumn } from './clip-column.ts';
import {
  ehrLookup,
  exportRawData,
  exportTable,
  finish,
  promoteChallenger,
  sendSecureEmail,
  webSearch,
} from './control.ts';
import { deriveInterval } from './derive-interval.ts';
import { dropColumn } from './drop-column.ts';
import { dropDuplicates } from './drop-duplicates.ts';
import { flagOutliers } from './flag-outliers.ts';
import { imputeColumn } from './impute-column.ts';
import { keepColumn } from './keep-column.ts';
import { keepYear } from './keep-year.ts';
import { poolAge } from './pool-age.ts';
import { redactColumn } from './redact-column.ts';
import { shiftDates } from './shift-dates.ts';
import { surrogateKey } from './surrogate-key.ts';
import type { ControlTool, TransformTool } from './tool.ts';
import { truncateZip } from './truncate-zip.ts';

export type {
  Cells,
  ControlTool,
  NewColumn,
  Rendering,
  TableChange,
  TableSource,
  ToolContext,
  TransformTool,
} from './tool.ts';
export type { ColumnArguments } from './arguments.ts';
export { TOOL_DESCRIPTIONS } from './descriptions.ts';
export { usualAnswer } from './usual-answer.ts';
export { repeatedRows } from './duplicate-rows.ts';
export { flagName } from './flag-outliers.ts';
export { intervalName } from './derive-interval.ts';
export { dayOf, isBirthColumn } from './keep-year.ts';
export { isAgeColumn, POOLED_AGE, tellsOldAge } from './pool-age.ts';

/** Tools that plan a change of the table, by name. */
export const TRANSFORM_TOOLS: ReadonlyMap<ToolName, TransformTool<ColumnArguments>> = new Map(
  [
    dropColumn,
    redactColumn,
    keepYear,
    shiftDates,
    truncateZip,
    poolAge,
    imputeColumn as TransformTool<ColumnArguments>,
    castColumn as TransformTool<ColumnArguments>,
    clipColumn,
    flagOutliers,
    dropDuplicates,
    surrogateKey,
    deriveInterval as TransformTool<ColumnArguments>,
    keepColumn,
  ].map((tool) => [tool.name, tool]),
);

/** Tools that answer from their arguments alone, by name. */
export const ANSWERING_TOOLS: ReadonlyMap<ToolName, AnsweringTool> = new Map(
  [calculator, calendar, drugInteractionCheck, generatePdf].map((tool) => [tool.name, tool]),
);

/** Tools that steer the loop or exist to be governed, by name. */
export const CONTROL_TOOLS: ReadonlyMap<ToolName, ControlTool> = new Map(
  [
    finish,
    exportTable,
    exportRawData,
    webSearch,
    promoteChallenger,
    ehrLookup,
    sendSecureEmail,
    calculator,
    calendar,
    drugInteractionCheck,
    generatePdf,
  ].map((tool) => [tool.name, tool]),
);
