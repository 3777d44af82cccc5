import type { IdentifierSpan, KnownValue, Redactor } from '../detector.ts';
import { resolveOverlaps } from '../overlaps.ts';
import { CellReader } from '../tables/cells.ts';
import { isIdentifying, type ColumnDecision } from '../tables/column-decision.ts';
import type { SampleValue } from '../tables/column-evidence.ts';
import { decideTable } from '../tables/decide-table.ts';
import type { TablePorts } from '../tables/table-detector.ts';
import type { FieldRule } from './field-rules.ts';
import { PiecedText, placeOf, type Decoded } from './pieced-text.ts';

/** A value in a structure, and what its place says. */
export interface Leaf {
  /** What the values of one kind are gathered by. */
  readonly field: string;
  /** The name of the field, as a cue and as a header. */
  readonly name: string;
  readonly value: Decoded;
  readonly rule: FieldRule;
}

const SAMPLED = 2000;
const MOST_KNOWN = 50_000;
const SHORTEST_KNOWN = 4;
const NOT_SOUGHT: ReadonlySet<string> = new Set([
  'DATE',
  'ZIP',
  'AGE_OVER_89',
  'EMAIL',
  'URL',
  'IP',
  'PHOTO',
]);

/**
 * Identifiers of the values of a structure. A rule about the place decides first; fields without one are decided upon like
 * columns, from all their values; and everything that is prose is read as one text, its field names as cues, and searched
 * for what the identifying fields hold.
 */
export function detectLeaves(text: string, leaves: readonly Leaf[], ports: TablePorts): IdentifierSpan[] {
  const decisions = decideFields(leaves);
  const found: IdentifierSpan[] = [];
  const known = new Map<string, KnownValue>();
  const cells = new CellReader(ports.redactor);
  const prose: Leaf[] = [];
  for (const leaf of leaves) {
    if (leaf.rule === 'keep') {
      found.push(...unmistakable(leaf, cells));
      continue;
    }
    const decision = decisions.get(leaf.field) ?? PROSE;
    if (decision.treatment === 'text' || leaf.rule === 'text') {
      prose.push(leaf);
      continue;
    }
    const spans = cells.find(leaf.value.text, decision);
    for (const span of spans)
      found.push({
        ...span,
        ...placeOf(leaf.value, span.start, span.end),
        by: leaf.rule === undefined ? span.by : 'field',
      });
    if (spans.length > 0 && isIdentifying(decision) && !NOT_SOUGHT.has(decision.label)) {
      const value = leaf.value.text.trim();
      if (value.length >= SHORTEST_KNOWN && known.size < MOST_KNOWN)
        known.set(value, { value, label: decision.label });
    }
  }
  const reader = known.size === 0 ? ports.redactor : ports.knowing([...known.values()]);
  found.push(...readAsOne(prose, reader));
  return resolveOverlaps(text, found);
}

const KEEP: ColumnDecision = { treatment: 'keep', share: 0, why: 'header' };
const MISPLACED: ReadonlySet<string> = new Set(['SSN', 'EMAIL', 'NAME']);

/** In a field of codes only what cannot be a code. */
function unmistakable({ value }: Leaf, cells: CellReader): IdentifierSpan[] {
  return cells
    .find(value.text, KEEP)
    .filter(({ label, by }) => MISPLACED.has(label) || by === 'known_value')
    .map((span) => ({ ...span, ...placeOf(value, span.start, span.end) }));
}

const PROSE: ColumnDecision = { treatment: 'text', share: 0, why: 'values' };

function decideFields(leaves: readonly Leaf[]): Map<string, ColumnDecision> {
  const fields = new Map<string, { name: string; rule: FieldRule; counts: Map<string, number> }>();
  for (const { field, name, rule, value } of leaves) {
    const known = fields.get(field) ?? { name, rule, counts: new Map<string, number>() };
    fields.set(field, known);
    if (rule !== undefined) continue;
    const text = value.text.trim();
    if (text === '') continue;
    const count = known.counts.get(text);
    if (count !== undefined) known.counts.set(text, count + 1);
    else if (known.counts.size < SAMPLED) known.counts.set(text, 1);
  }
  const decided = new Map<string, ColumnDecision>();
  const open = [...fields].filter(([, { rule }]) => rule === undefined);
  const decisions = decideTable(
    open.map(([, { name, counts }]) => ({
      header: name,
      sample: Array.from(counts, ([text, weight]): SampleValue => ({ text, weight })),
    })),
  );
  open.forEach(([field], index) => {
    decided.set(field, decisions[index] ?? PROSE);
  });
  for (const [field, { rule }] of fields)
    if (rule !== undefined && rule !== 'text' && rule !== 'keep')
      decided.set(field, { treatment: 'identifier', label: rule, share: 1, why: 'header' });
  return decided;
}

/** Values one after the other: of one field in one text, of others under the name of the field. */
function readAsOne(leaves: readonly Leaf[], redactor: Redactor): IdentifierSpan[] {
  const joined = new PiecedText();
  let field: string | undefined;
  for (const leaf of leaves) {
    if (leaf.field === field) joined.lead('\n');
    else joined.lead(`${field === undefined ? '' : '\n\n'}${cueOf(leaf.name)}`);
    joined.add(leaf.value);
    field = leaf.field;
  }
  return [...joined.toSource(redactor.detect(joined.text)), ...acrossSeams(leaves, redactor)];
}

/** As far as an identifier reaches to either side of a seam. */
const SEAM = 48;
const MOST_SEAMS = 20_000;

/** What begins in one value of a field and ends in the next, read with a space between them and without. */
function acrossSeams(leaves: readonly Leaf[], redactor: Redactor): IdentifierSpan[] {
  const found: IdentifierSpan[] = [];
  let seams = 0;
  leaves.slice(1).forEach((after, index) => {
    const before = leaves[index];
    if (before?.field !== after.field || !/[\p{L}\p{N}@./-]$/u.test(before.value.text)) return;
    if (!/^[\p{L}\p{N}@.]/u.test(after.value.text) || (seams += 1) > MOST_SEAMS) return;
    const left = before.value.text.slice(-SEAM);
    const right = after.value.text.slice(0, SEAM);
    const from = before.value.text.length - left.length;
    for (const between of [' ', ''])
      for (const span of redactor.detect(left + between + right)) {
        if (span.start >= left.length || span.end <= left.length + between.length) continue;
        found.push(
          { ...span, ...placeOf(before.value, from + span.start, before.value.text.length) },
          { ...span, ...placeOf(after.value, 0, span.end - left.length - between.length) },
        );
      }
  });
  return found;
}

/** `patient_phone` leads to its value as `patient phone: ` does in a note. */
function cueOf(name: string): string {
  const words = name
    .replace(/^@/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_.-]+/g, ' ')
    .toLowerCase()
    .trim();
  return /^[a-z ]{2,30}$/.test(words) ? `${words}: ` : '';
}
