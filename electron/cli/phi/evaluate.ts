import { Problem } from '../../../shared/domain/index.ts';
import { createDocumentDetector, Scorer, type Score, type Stretch } from '../../runtime/phi/index.ts';
import { table } from '../terminal.ts';
import { GoldLine, PredictedLine, readDocuments, type BadLine } from './documents.ts';

interface EvaluateHooks {
  onBadLine(line: BadLine): void;
}

/**
 * Measures the redactor, or predictions made elsewhere, on documents whose identifiers are known. Streams the
 * documents; of predictions made elsewhere it keeps the offsets.
 */
export async function evaluate(
  gold: AsyncIterable<Buffer>,
  predicted: AsyncIterable<Buffer> | undefined,
  hooks: EvaluateHooks,
): Promise<Score> {
  const detector = createDocumentDetector();
  const made = predicted === undefined ? undefined : await readPredictions(predicted, hooks);
  const scorer = new Scorer();
  for await (const { document } of readDocuments(gold, GoldLine, hooks.onBadLine)) {
    const spans =
      made === undefined
        ? detectOrCoverAll(document.text, () => detector.detect(document.text, document.kind))
        : made.get(document.id);
    scorer.add(document, spans);
  }
  return scorer.score();
}

/** A text that could not be searched is withheld as a whole, and counts so. */
function detectOrCoverAll(text: string, detect: () => readonly Stretch[]): readonly Stretch[] {
  try {
    return detect();
  } catch (error) {
    if (error instanceof Problem) return [{ start: 0, end: text.length }];
    throw error;
  }
}

async function readPredictions(
  stream: AsyncIterable<Buffer>,
  { onBadLine }: EvaluateHooks,
): Promise<Map<string | number, readonly Stretch[]>> {
  const made = new Map<string | number, readonly Stretch[]>();
  for await (const { document } of readDocuments(stream, PredictedLine, onBadLine))
    made.set(document.id, document.spans);
  return made;
}

/** Two tables as lines: figures per source, and recall per class. */
export function scoreTables({ groups, labels }: Score): string[] {
  const cell = (value: number | null): string => (value === null ? '-' : String(value));
  const byGroup = Object.entries(groups).map(([name, figures]) => [
    name,
    ...[figures.docs, figures.spans, figures.fullSpanRecall, figures.tokenRecall].map(cell),
    ...[figures.tokenPrecision, figures.falsePer1000, figures.cleanDocs, figures.hardNegativesRedacted].map(
      cell,
    ),
  ]);
  const byLabel = Object.entries(labels).map(([name, { spans, fullSpanRecall }]) => [
    name,
    String(spans),
    cell(fullSpanRecall),
  ]);
  const right = [1, 2, 3, 4, 5, 6, 7, 8];
  return [
    ...table([GROUP_HEAD, ...byGroup], right),
    '',
    ...table([['label', 'spans', 'fullSpanRecall'], ...byLabel], right),
  ];
}

const GROUP_HEAD = [
  ...['source', 'docs', 'spans', 'fullSpanRecall', 'tokenRecall', 'tokenPrecision', 'falsePer1000'],
  ...['cleanDocs', 'hardNegativesRedacted'],
];
