import { isMap, isNode, isPair, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { z } from 'zod';
import { explainIssues, type Explanation } from './explain.ts';
import { formatPath, type ConfigProblem } from './problem.ts';

/** A real policy file of 2,000 rules is below this; parsing this much takes under a second. */
export const MAX_DOCUMENT_BYTES = 1024 * 1024;
/** How often anchors may be repeated, expanded (a bomb of ten lines reaches millions). */
const MAX_ALIASES = 100;
/** Nobody corrects more at once. */
const MAX_PROBLEMS = 50;

export interface Place {
  readonly line: number;
  readonly column: number;
}

export type ReadDocument<T> =
  | {
      readonly ok: true;
      readonly value: T;
      /** Where a value stands, or the nearest thing around it that exists. */
      place(path: readonly PropertyKey[]): Place;
    }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * Reads one YAML 1.2 document and checks it against a schema. Everything that is wrong is reported, with
 * file, line and what was probably meant. Bounded against size, repeated anchors and depth; never throws
 * for what a file can hold.
 *
 * @param file name for messages, relative to the resources folder
 */
export function readDocument<Schema extends z.ZodType>(
  file: string,
  bytes: Uint8Array,
  schema: Schema,
): ReadDocument<z.output<Schema>> {
  const whole = (message: string, hint?: string): ReadDocument<never> => ({
    ok: false,
    problems: [{ file, line: 0, column: 0, path: '', message, hint }],
  });
  if (bytes.length > MAX_DOCUMENT_BYTES)
    return whole(`the file has more than ${MAX_DOCUMENT_BYTES} bytes`, 'Split it.');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return whole('the file is not UTF-8 text', 'Save it as UTF-8.');
  }
  const lines = new LineCounter();
  let document: Document.Parsed;
  let value: unknown;
  try {
    document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      uniqueKeys: true,
      stringKeys: true,
      prettyErrors: false,
      logLevel: 'error',
      lineCounter: lines,
    });
    const problems = document.errors.slice(0, MAX_PROBLEMS).map((error) => ({
      file,
      ...at(lines, error.pos[0]),
      path: '',
      message: yamlMessage(error.code, error.message),
    }));
    // The parser catches its own overflow and goes on; nothing it says afterwards means anything.
    if (document.errors.some(({ message }) => /call stack/i.test(message)))
      return whole('the file is nested too deeply');
    if (problems.length > 0) return { ok: false, problems };
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (error instanceof RangeError) return whole('the file is nested too deeply');
    if (error instanceof ReferenceError) return whole('the file repeats its anchors too often');
    throw error;
  }
  const parsed = schema.safeParse(value);
  const place = (path: readonly PropertyKey[]): Place => at(lines, offsetOf(document, path));
  if (parsed.success) return { ok: true, value: parsed.data, place };
  const explained = explainIssues(parsed.error.issues.slice(0, MAX_PROBLEMS), schema, value);
  return {
    ok: false,
    problems: explained.map((explanation) => ({
      file,
      ...at(lines, offsetOf(document, explanation.path, explanation.key)),
      path: formatPath(explanation.path),
      message: explanation.message,
      hint: explanation.hint,
    })),
  };
}

function at(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** Offset of a value, or of a key in it; where the path ends early, of the last thing that exists. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], key?: Explanation['key']): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (!isNode(node)) continue;
    return (key !== undefined && length === path.length ? keyOffset(node, key) : undefined) ?? startOf(node);
  }
  return 0;
}

function keyOffset(node: Node, key: string): number | undefined {
  if (!isMap(node)) return undefined;
  for (const pair of node.items) {
    if (isPair(pair) && isNode(pair.key) && String(pair.key) === key) return startOf(pair.key);
  }
  return undefined;
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** The parser's own sentences, where they are clear; ours, where they are not. */
function yamlMessage(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'this field stands here twice';
    case 'MULTIPLE_DOCS':
      return 'the file holds more than one document';
    case 'TAB_AS_INDENT':
      return 'a tab stands where spaces indent';
    default:
      return `not valid YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
  }
}
