import { z } from 'zod';
import type { GoldDocument } from '../../runtime/phi/index.ts';
import { readLines, type Line } from './lines.ts';

/** Given back as it came: a number stays one. */
const Id = z.union([z.string(), z.number()]);
const Kind = z
  .enum(['note', 'table'])
  .nullish()
  .transform((kind) => kind ?? undefined);

/** What `phi redact` takes, one JSON document per line. Other fields are allowed and ignored. */
export const DocumentLine = z.object({
  id: Id,
  text: z.string(),
  kind: Kind,
  /** Whose document it is: documents of one patient get their dates moved alike. */
  patient: Id.nullish(),
});
export type DocumentLine = z.infer<typeof DocumentLine>;

const Span = z.object({ start: z.int().nonnegative(), end: z.int().nonnegative() });

/** What `phi eval` takes. */
export const GoldLine = z.object({
  id: Id,
  source: z.string().default('documents'),
  text: z.string(),
  kind: Kind,
  spans: z.array(Span.extend({ label: z.string().default('?') })),
  ignore: z.array(Span).default([]),
}) satisfies z.ZodType<GoldDocument>;

/** Predictions made elsewhere. */
export const PredictedLine = z.object({
  id: Id,
  spans: z.array(Span),
});

/** A line that holds no document, and why, in words that tell nothing of what it holds. */
export interface BadLine {
  readonly number: number;
  readonly reason: string;
}

/**
 * Documents of a stream of JSON lines, one at a time. A line that holds none is told to `onBad` and the rest goes
 * on; empty lines are passed over.
 */
export async function* readDocuments<T>(
  stream: AsyncIterable<Buffer>,
  schema: z.ZodType<T>,
  onBad: (line: BadLine) => void,
): AsyncGenerator<{ readonly line: number; readonly document: T }> {
  for await (const line of readLines(stream)) {
    if (line.text?.trim() === '') continue;
    const read = readLine(line, schema);
    if (read.ok) yield { line: line.number, document: read.document };
    else onBad({ number: line.number, reason: read.reason });
  }
}

type Read<T> = { readonly ok: true; readonly document: T } | { readonly ok: false; readonly reason: string };

const UNREADABLE: Readonly<Record<NonNullable<Line['why']>, string>> = {
  too_long: 'the line is longer than 128 MB',
  not_utf8: 'the line is not UTF-8; save the file as UTF-8',
};

function readLine<T>({ text, why = 'too_long' }: Line, schema: z.ZodType<T>): Read<T> {
  if (text === undefined) return { ok: false, reason: UNREADABLE[why] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'the line is not valid JSON' };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, document: parsed.data };
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? 'the document' : issue.path.join('.');
  return {
    ok: false,
    reason: `\`${where.slice(0, 60)}\` is ${issue?.code === 'invalid_type' ? `no ${issue.expected}, or missing` : 'not as it should be'}`,
  };
}
