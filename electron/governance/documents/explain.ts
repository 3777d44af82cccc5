import { z } from 'zod';
import { assertNever } from '../../../shared/domain/index.ts';
import { quoteWord } from './problem.ts';
import { suggestionHint } from './suggest.ts';

/** One issue in plain words, at its place in the document. */
export interface Explanation {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly hint?: string | undefined;
  /** Set where a key is meant rather than its value. */
  readonly key?: string | undefined;
}

/** What a JSON Schema says about one place; the part of it that explanations need. */
interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly propertyNames?: { readonly enum?: readonly string[] };
}

/** The issues of a document in words, one per mistake. `value` is the document as it was read. */
export function explainIssues(
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodType,
  value: unknown,
): Explanation[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as SchemaNode;
  return withoutEchoes(issues).flatMap((issue) => explain(issue, [], root, value));
}

/** A rule about the whole says nothing new where a part of it is wrong. */
function withoutEchoes(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  return issues.filter(
    (issue) =>
      issue.code !== 'custom' ||
      !issues.some(
        (other) => other.code !== 'custom' && issue.path.every((part, index) => other.path[index] === part),
      ),
  );
}

function explain(
  issue: z.core.$ZodIssue,
  prefix: readonly PropertyKey[],
  root: SchemaNode,
  document: unknown,
): Explanation[] {
  const path = [...prefix, ...issue.path];
  const value = valueAt(document, path);
  const plain = (message: string, hint?: string): Explanation[] => [{ path, message, hint }];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = knownKeys(root, path);
      return issue.keys.map((key) => ({
        path,
        key,
        message: `unknown field ${quoteWord(key)}`,
        hint: suggestionHint(key, known),
      }));
    }
    case 'invalid_type':
      if (value === undefined) return plain('this field is missing');
      return plain(`expected ${article(issue.expected)}, got ${kindOf(value)}`);
    case 'invalid_value':
      if (value === undefined) return plain('this field is missing');
      return plain(
        `${quoteWord(value)} is not known here`,
        suggestionHint(typeof value === 'string' ? value : '', issue.values.map(String)),
      );
    case 'invalid_union':
      return explainUnion(issue, path, root, document);
    case 'invalid_format':
      return plain(`${quoteWord(value)}: ${lowerFirst(issue.message)}`);
    case 'too_big':
      return plain(outOfRange(issue.origin, issue.maximum, value, 'more than', 'above'));
    case 'too_small':
      return plain(outOfRange(issue.origin, issue.minimum, value, 'fewer than', 'below'));
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return plain(lowerFirst(issue.message));
    default:
      return assertNever(issue);
  }
}

/** The branch that came furthest is the one that was meant. */
function explainUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  path: readonly PropertyKey[],
  root: SchemaNode,
  document: unknown,
): Explanation[] {
  if (valueAt(document, path) === undefined) return [{ path, message: 'this field is missing' }];
  const fitting = issue.errors.filter(
    (errors) => !errors.some((error) => error.code === 'invalid_type' && error.path.length === 0),
  );
  const meant = fitting.toSorted((left, right) => left.length - right.length)[0];
  if (meant !== undefined) {
    return withoutEchoes(meant).flatMap((error) => explain(error, path, root, document));
  }
  const expected = issue.errors.flatMap((errors) =>
    errors.flatMap((error) => (error.code === 'invalid_type' ? [article(error.expected)] : [])),
  );
  const got = kindOf(valueAt(document, path));
  return [{ path, message: `expected ${[...new Set(expected)].join(' or ')}, got ${got}` }];
}

/** Field names that the schema knows at a place. */
function knownKeys(root: SchemaNode, path: readonly PropertyKey[]): string[] {
  let nodes: readonly SchemaNode[] = [root];
  for (const part of path) nodes = nodes.flatMap((node) => stepInto(node, part));
  const keys = nodes
    .flatMap(alternatives)
    .flatMap((node) => [...Object.keys(node.properties ?? {}), ...(node.propertyNames?.enum ?? [])]);
  return [...new Set(keys)];
}

function stepInto(node: SchemaNode, part: PropertyKey): SchemaNode[] {
  return alternatives(node).flatMap((each) => {
    const next =
      typeof part === 'number' ? each.items : (each.properties?.[String(part)] ?? each.additionalProperties);
    return typeof next === 'object' ? [next] : [];
  });
}

function alternatives(node: SchemaNode): readonly SchemaNode[] {
  return node.anyOf === undefined ? [node] : node.anyOf.flatMap(alternatives);
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  let value = document;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'fields',
  record: 'fields',
};

function article(expected: string): string {
  return KINDS[expected] ?? expected;
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'fields';
  return `${KINDS[typeof value] ?? typeof value} (${quoteWord(value)})`;
}

function outOfRange(
  origin: string,
  bound: number | bigint,
  value: unknown,
  count: string,
  side: string,
): string {
  if (origin === 'string') return `${count} ${bound} characters`;
  if (origin === 'array' || origin === 'record') return `${count} ${bound} entries`;
  return `${quoteWord(value)} is ${side} ${bound}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
