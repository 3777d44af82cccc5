import type { Writable } from 'node:stream';
import { Problem } from '../../../shared/domain/index.ts';
import {
  createDocumentDetector,
  rendered,
  withRepeats,
  type IdentifierSpan,
  type RenderSettings,
} from '../../runtime/phi/index.ts';
import { DocumentLine, readDocuments, type BadLine } from './documents.ts';
import { unwritable } from './files.ts';

export interface RedactedTotals {
  readonly documents: number;
  readonly characters: number;
  readonly identifiers: number;
  /** Lines that held no document. */
  readonly badLines: number;
  /** Documents whose text was withheld as a whole, because not all of it could be looked at. */
  readonly withheld: number;
}

export interface RedactHooks {
  onBadLine(line: BadLine): void;
  onWithheld(line: number): void;
  onProgress(totals: Pick<RedactedTotals, 'documents' | 'characters'>): void;
}

const WITHHELD = '[WITHHELD]';
const WRITTEN_AT_ONCE = 1 << 16;

/**
 * Redacts a stream of documents, one JSON line each, into another, in their order and in memory bounded by the
 * longest of them. A document that cannot be searched goes out with nothing of its text.
 * @param signal asked before every document
 * @throws Problem `cancelled`
 */
export async function redactDocuments(
  input: AsyncIterable<Buffer>,
  output: Writable,
  rendering: Omit<RenderSettings, 'patient'>,
  hooks: RedactHooks,
  signal?: AbortSignal,
): Promise<RedactedTotals> {
  const detector = createDocumentDetector();
  const totals = { documents: 0, characters: 0, identifiers: 0, badLines: 0, withheld: 0 };
  const bad = (line: BadLine): void => {
    totals.badLines += 1;
    hooks.onBadLine(line);
  };
  let waiting = '';
  for await (const { line, document } of readDocuments(input, DocumentLine, bad)) {
    if (signal?.aborted === true) throw new Problem('cancelled', 'the redacting was cancelled');
    const { id, text, kind } = document;
    let redacted: { text: string; spans: readonly (Omit<IdentifierSpan, 'by'> & { by: string })[] };
    try {
      const settings = { ...rendering, patient: String(document.patient ?? id) };
      const { text: clean, spans } = redactOne(text, detector.detect(text, kind), settings);
      redacted = {
        text: clean,
        spans: spans.map(({ start, end, label, by }) => ({ start, end, label, by })),
      };
      totals.identifiers += spans.length;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      totals.withheld += 1;
      hooks.onWithheld(line);
      redacted = {
        text: WITHHELD,
        spans: [{ start: 0, end: text.length, label: 'OTHER_ID', by: 'withheld' }],
      };
    }
    totals.documents += 1;
    totals.characters += text.length;
    waiting += `${JSON.stringify({ id, ...redacted })}\n`;
    if (waiting.length < WRITTEN_AT_ONCE) continue;
    await write(output, waiting);
    waiting = '';
    hooks.onProgress(totals);
  }
  await write(output, waiting);
  return totals;
}

/** A value that still stands elsewhere in the text is replaced there too; what then remains withholds the text. */
function redactOne(
  text: string,
  spans: readonly IdentifierSpan[],
  settings: RenderSettings,
): { readonly text: string; readonly spans: readonly IdentifierSpan[] } {
  try {
    return { text: rendered(text, spans, settings), spans };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const all = withRepeats(text, spans);
    return { text: rendered(text, all, settings), spans: all };
  }
}

/** @throws Problem `storage_full` and others where the output takes no more */
async function write(output: Writable, text: string): Promise<void> {
  if (text === '') return;
  await new Promise<void>((resolve, reject) => {
    output.write(text, (error) => {
      if (error) reject(unwritable(error));
      else resolve();
    });
  });
}
