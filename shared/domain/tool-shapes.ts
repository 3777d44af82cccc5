import type { ToolEffect, ToolName } from './tool.ts';

/**
 * What rules may say about one argument of a tool.
 *
 * `choice` is one of a list; where `abbreviates` is set, its first so many letters or more name it too, as
 * the tool itself reads them. `name` is a safe name of a table or column, `text` any text.
 */
export type ArgumentShape =
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly abbreviates?: number }
  | { readonly kind: 'name' }
  | { readonly kind: 'text' }
  | { readonly kind: 'number'; readonly integer: boolean; readonly min?: number; readonly max?: number }
  | { readonly kind: 'flag' }
  /** A list of texts; conditions on it fit by one of its parts. */
  | { readonly kind: 'texts' };

export interface ToolShape {
  readonly effect: ToolEffect;
  readonly args: Readonly<Record<string, ArgumentShape>>;
}

const name: ArgumentShape = { kind: 'name' };
const onColumn = { finding: { kind: 'text' }, table: name, column: name } as const;
const transform = (more: ToolShape['args'] = {}): ToolShape => ({
  effect: 'transform',
  args: { ...onColumn, ...more },
});

/**
 * Every tool as policy sees it: its effect and its arguments. The tools' own schemas are the authority;
 * a test beside them says that both agree.
 */
export const TOOL_SHAPES: Readonly<Record<ToolName, ToolShape>> = {
  drop_column: transform(),
  redact_column: transform(),
  keep_year: transform(),
  shift_dates: transform(),
  truncate_zip: transform(),
  pool_age: transform(),
  impute_column: transform({ method: { kind: 'choice', values: ['median', 'mode'] } }),
  cast_column: transform({ type: { kind: 'choice', values: ['double', 'date', 'text'] } }),
  clip_column: transform(),
  flag_outliers: transform(),
  drop_duplicates: transform(),
  surrogate_key: transform(),
  derive_interval: transform({ other: name }),
  keep_column: { effect: 'read', args: onColumn },
  export_table: {
    effect: 'export',
    args: { table: name, protection: { kind: 'choice', values: ['encrypted', 'clear'] } },
  },
  export_raw_data: { effect: 'export', args: { table: name } },
  web_search: { effect: 'egress', args: { query: { kind: 'text' } } },
  promote_challenger: {
    effect: 'promote',
    args: {
      model: name,
      env: { kind: 'choice', values: ['development', 'staging', 'production'], abbreviates: 3 },
    },
  },
  ehr_lookup: { effect: 'read', args: { table: name, row: { kind: 'number', integer: true, min: 1 } } },
  drug_interaction_check: { effect: 'read', args: { drugs: { kind: 'texts' } } },
  generate_pdf: { effect: 'read', args: { table: name } },
  send_secure_email: { effect: 'export', args: { table: name } },
  calculator: { effect: 'read', args: { expression: { kind: 'text' } } },
  calendar: {
    effect: 'read',
    args: {
      from: { kind: 'text' },
      days: { kind: 'number', integer: true, min: -40_000, max: 40_000 },
    },
  },
  finish: { effect: 'control', args: {} },
};

/** A word as the tool reads it: `PROD` is `production`. Undefined where the tool would refuse it. */
export function readChoice(
  shape: Extract<ArgumentShape, { kind: 'choice' }>,
  word: string,
): string | undefined {
  const { values, abbreviates } = shape;
  if (abbreviates === undefined) return values.find((value) => value === word);
  const plain = word.trim().toLowerCase();
  return values.find((value) => value === plain || (plain.length >= abbreviates && value.startsWith(plain)));
}
