import type { DeidProfile, Finding, Purpose, ToolName } from '../../../shared/domain/index.ts';
import { assertNever } from '../../../shared/domain/index.ts';

interface UsualAnswer {
  readonly tool: ToolName;
  /** Arguments beside finding, table and column. */
  readonly extraArgs: Readonly<Record<string, string>>;
}

const DATES: Readonly<Record<DeidProfile, ToolName>> = {
  strict: 'keep_year',
  limited: 'keep_column',
  expert: 'shift_dates',
};

/**
 * What is usually done about a finding. The run shows how often the model agreed with it, so that nobody
 * mistakes a lookup for judgement; nothing acts on it.
 */
export function usualAnswer(
  finding: Pick<Finding, 'kind' | 'detail'>,
  run: { readonly purpose: Purpose; readonly deidProfile: DeidProfile },
): UsualAnswer {
  switch (finding.kind) {
    case 'direct_identifier':
    case 'missing_high':
    case 'constant':
    case 'leakage':
    case 'id_like':
      return answer('drop_column');
    case 'patient_key':
      return answer('surrogate_key');
    case 'identifier_in_text':
      return answer('redact_column');
    case 'date_pair':
      return answer('derive_interval', { other: finding.detail.slice('until '.length) });
    case 'date_of_event':
      return answer(DATES[run.deidProfile]);
    case 'zip_code':
      return answer(run.deidProfile === 'limited' ? 'keep_column' : 'truncate_zip');
    case 'age_over_89':
      return answer('pool_age');
    case 'missing_numeric':
      return run.purpose === 'model' ? answer('impute_column', { method: 'median' }) : answer('keep_column');
    case 'missing_category':
      return run.purpose === 'model' ? answer('impute_column', { method: 'mode' }) : answer('keep_column');
    case 'number_as_text':
      return answer('cast_column', { type: 'double' });
    case 'date_as_text':
      return answer('cast_column', { type: 'date' });
    case 'code_as_number':
      return answer('cast_column', { type: 'text' });
    case 'outliers':
      return answer(run.purpose === 'quality' ? 'flag_outliers' : 'clip_column');
    case 'duplicate_rows':
      return answer('drop_duplicates');
    default:
      return assertNever(finding.kind);
  }
}

function answer(tool: ToolName, extraArgs: Readonly<Record<string, string>> = {}): UsualAnswer {
  return { tool, extraArgs };
}
