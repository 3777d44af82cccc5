import type { IdentifierSpan } from '../detector.ts';
import { resolveOverlaps } from '../overlaps.ts';
import type { TablePorts } from '../tables/table-detector.ts';
import { fhirRule } from './field-rules.ts';
import { readJson, type JsonLeaf, type JsonRead } from './json-leaves.ts';
import { detectLeaves, type Leaf } from './leaves.ts';
import { placeOf } from './pieced-text.ts';

/** Identifiers of JSON, FHIR by its paths; undefined where the text is no JSON. */
export function detectJson(text: string, ports: TablePorts): IdentifierSpan[] | undefined {
  const read = readJson(text);
  if (read === undefined) return undefined;
  const beside = siblings(read);
  const leaves = read.leaves.flatMap((leaf): Leaf[] => {
    if (leaf.kind === 'word' || leaf.value.text === '') return [];
    const name = nameOf(leaf.path);
    const resource = resourceOf(leaf.owner, read);
    const rule =
      read.resources.size === 0
        ? undefined
        : fhirRule(
            { path: leaf.path, resource, beside: (key) => beside.get(leaf.owner)?.get(key) },
            leaf.value.text,
          );
    const label = rule ?? '';
    return [{ field: `${resource ?? ''}/${leaf.path.join('/')}/${label}`, name, value: leaf.value, rule }];
  });
  return withWholeNumbers(
    resolveOverlaps(text, [...detectLeaves(text, leaves, ports), ...keySpans(read, ports)]),
    read,
  );
}

/**
 * Spans found in JSON by other means than its structure, so that what replaces them leaves JSON: of a number all of it
 * goes, in quotes. Text that is no JSON keeps its spans as they are.
 */
export function wholeNumbersOf(text: string, spans: readonly IdentifierSpan[]): readonly IdentifierSpan[] {
  const read = readJson(text);
  return read === undefined ? spans : withWholeNumbers(spans, read);
}

function withWholeNumbers(spans: readonly IdentifierSpan[], { leaves }: JsonRead): IdentifierSpan[] {
  const whole: IdentifierSpan[] = [];
  let next = 0;
  for (const span of spans) {
    for (let leaf = leaves[next]; leaf !== undefined && leaf.value.end <= span.start; leaf = leaves[next])
      next += 1;
    const leaf = leaves[next];
    if (leaf?.kind !== 'number' || leaf.value.start >= span.end) whole.push(span);
    // Two identifiers in one number are one.
    else if (whole.at(-1)?.end !== leaf.value.end)
      whole.push({ ...span, start: leaf.value.start, end: leaf.value.end, bare: true });
  }
  return whole;
}

/** A field named `value` or `text` says less than the field it belongs to. */
function nameOf(path: readonly string[]): string {
  const named = path.filter((key) => !key.startsWith('#'));
  const last = named.at(-1) ?? '';
  return /^(?:value|text|content|data|item|items|display|raw)$/i.test(last) ? (named.at(-2) ?? last) : last;
}

function siblings({ leaves }: JsonRead): Map<number, Map<string, string>> {
  const all = new Map<number, Map<string, string>>();
  for (const { owner, path, value } of leaves) {
    const known = all.get(owner) ?? new Map<string, string>();
    all.set(owner, known);
    const key = path.at(-1) ?? '';
    if (!known.has(key)) known.set(key, value.text);
  }
  return all;
}

function resourceOf(owner: JsonLeaf['owner'], { resources, outer }: JsonRead): string | undefined {
  for (let at: number | undefined = owner; at !== undefined && at > 0; at = outer.get(at)) {
    const resource = resources.get(at);
    if (resource !== undefined) return resource;
  }
  return undefined;
}

const FIELD_NAME = /^[@$_\p{L}][\p{L}\p{N}$_:./-]{0,80}$/u;

/** Names of fields may be values: `{"48254612": ...}`, `{"Maribel Okafor": ...}`. */
function keySpans({ keys }: JsonRead, ports: TablePorts): IdentifierSpan[] {
  const seen = new Map<string, readonly IdentifierSpan[]>();
  return keys.flatMap((key) => {
    if (key.text === '' || (FIELD_NAME.test(key.text) && !/\d{4}/.test(key.text))) return [];
    const spans = seen.get(key.text) ?? ports.redactor.detect(key.text);
    seen.set(key.text, spans);
    return spans.map((span) => ({ ...span, ...placeOf(key, span.start, span.end) }));
  });
}
