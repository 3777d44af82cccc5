import { Problem } from '../../../shared/domain/index.ts';
import { canonicalJson } from '../../../shared/formats/canonical-json.ts';
import {
  belongs,
  Drawing,
  MOST_SAMPLED_ENTRIES,
  SAMPLE_FILES,
  SAMPLE_FORMAT,
  SAMPLE_VERSION,
  type SampleDocument,
} from '../../../shared/formats/sample.ts';
import { toHex } from '../../../shared/formats/index.ts';
import { leafOfText, sha256 } from '../journal/hashing.ts';
import { entryOf, type ScanSource } from '../reports/period/scan.ts';
import { auditRow, type AuditRow } from './audit-row.ts';
import type { BundleTask, ExportCounts, SampleTask } from './export-task.ts';
import { samplePage } from './sample-page.ts';
import { readTree, writeEvidence, writeJournal } from './write-evidence.ts';
import { writeRows, type Between } from './write-rows.ts';
import type { ZipFile } from './zip-file.ts';

/** Entries that a bundle proves one by one; their proofs are some hundred megabytes then. */
const MOST_PROVEN = 50_000;
/** Rows of the same entries, for databases. */
const ROWS_FILE = 'audit.csv';

/** Writes the entries of a period with their proofs. @throws Problem `limit_reached`, `damaged` */
export async function writePeriodBundle(
  zip: ZipFile,
  source: ScanSource,
  task: BundleTask,
  between: Between,
): Promise<ExportCounts> {
  const { request, checkpointed, smallest } = task;
  const wanted: number[] = [];
  const tree = await readTree(
    source,
    checkpointed,
    ({ seq, entry }) => {
      if (entry.wallMs < request.fromMs || entry.wallMs >= request.toMs) return;
      wanted.push(seq);
      if (wanted.length > MOST_PROVEN) throw tooMany();
    },
    between,
  );
  const { withheld } = await writeEvidence(zip, {
    ...{ source, checkpointed, tree, wanted, smallest, disclosure: 'guarded' },
  });
  const { firstSeq, size } = checkpointed;
  const covered = { ...request, fromSeq: firstSeq, throughSeq: firstSeq + size - 1 };
  await zip.add(ROWS_FILE, async (sink) => {
    await writeRows(source, 'csv', covered, sink, between);
  });
  await addFiles(zip, task.files);
  return { entries: wanted.length, unreadable: 0, withheld };
}

/** Draws a sample and writes it with all that shows its population. @throws Problem `limit_reached`, `damaged` */
export async function writeSample(
  zip: ZipFile,
  source: ScanSource,
  task: SampleTask,
  between: Between,
): Promise<ExportCounts> {
  const { request, checkpointed, query, seed, size } = task;
  if (checkpointed.size > MOST_SAMPLED_ENTRIES)
    throw new Problem(
      'limit_reached',
      `the journal has ${checkpointed.size} entries; a sample brings along at most ${MOST_SAMPLED_ENTRIES}`,
      'Begin a new epoch at fitting times, or prove single entries with `swarm audit prove`.',
    );
  const drawing = new Drawing(sha256, seed, size);
  const tree = await readTree(
    source,
    checkpointed,
    ({ seq, entry }, leafHex) => {
      if (belongs(entry, query)) drawing.take(seq, leafHex);
    },
    between,
  );
  const { drawn, populationSize } = drawing;
  const wanted = drawn.toSorted((a, b) => a - b);
  const evidence = await writeEvidence(zip, {
    ...{ source, checkpointed, tree, wanted, smallest: 0, disclosure: 'whole' },
  });
  let withheld = 0;
  await zip.add(SAMPLE_FILES.journal, async (sink) => {
    ({ withheld } = await writeJournal(sink, source, checkpointed, between));
  });
  const sample: SampleDocument = {
    format: SAMPLE_FORMAT,
    version: SAMPLE_VERSION,
    workspace: request.workspace,
    population: task.population,
    ...{ query, seed, size, populationSize, drawn },
    firstSeq: checkpointed.firstSeq,
    entries: checkpointed.size,
    drawnAtMs: task.nowMs,
    drawnBy: task.drawnBy,
  };
  await addFiles(zip, {
    [SAMPLE_FILES.sample]: Buffer.from(canonicalJson(sample), 'utf8'),
    [SAMPLE_FILES.page]: Buffer.from(
      samplePage(
        sample,
        { population: task.populationText, note: checkpointed.note, withheld },
        drawn.map((seq) => rowAt(source, seq, task)),
      ),
      'utf8',
    ),
    ...task.files,
  });
  return { entries: drawn.length, unreadable: 0, withheld: evidence.withheld, populationSize, drawn };
}

async function addFiles(zip: ZipFile, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  for (const [name, bytes] of Object.entries(files)) await zip.add(name, (sink) => sink.write(bytes));
}

function rowAt(source: ScanSource, seq: number, { request }: SampleTask): AuditRow {
  const row = source.row(seq);
  const entry = row === undefined ? undefined : entryOf(row);
  if (row === undefined || entry === undefined) throw new Problem('damaged', `entry ${seq} cannot be read`);
  return auditRow(entry, toHex(leafOfText(row.bytes)), request.workspace);
}

function tooMany(): Problem {
  return new Problem(
    'limit_reached',
    `more than ${MOST_PROVEN} entries lie in this period, and each would bring its proof`,
    'Take a shorter period, or export rows without proofs.',
  );
}
