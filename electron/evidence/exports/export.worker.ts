import { Problem } from '../../../shared/domain/index.ts';
import { BUNDLE_MANIFEST_FILE, BUNDLE_SIGNATURE_FILE } from '../../../shared/formats/evidence-bundle.ts';
import { serve, workerParent, type CallContext } from '../../core/index.ts';
import { openEntries } from '../journal/index.ts';
import { bundleManifest } from '../reports/bundle.ts';
import type { BundleTask, ExportCounts, ExportTask, SampleTask } from './export-task.ts';
import { PartFile } from './out-file.ts';
import { writePeriodBundle, writeSample } from './write-bundle.ts';
import { writeRows, type Between } from './write-rows.ts';
import { ZipFile } from './zip-file.ts';

/** What one call leaves: the file is whole, or wants a signature over its manifest. */
export interface ExportProgress extends ExportCounts {
  readonly manifest?: Uint8Array | undefined;
}

// A type, not an interface: rpc wants an index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type ExportWorkerMethods = {
  /** Writes everything that stands before the signature. */
  write(task: ExportTask, context: CallContext): Promise<ExportProgress>;
  /** Ends the file, a bundle with the signature over its manifest. */
  finish(signature: Uint8Array | undefined): ReturnType<PartFile['finish']>;
};

/** One worker writes one file. */
let file: PartFile | undefined;
let zip: ZipFile | undefined;

const methods: ExportWorkerMethods = {
  write: async (task, { signal, progress }) => {
    const { request } = task;
    file = await PartFile.create(task.target);
    const source = openEntries(task.folder, task.databaseKey);
    const between: Between = async (last) => {
      if (signal.aborted) throw new Problem('cancelled', 'the export was cancelled');
      progress({ done: last - request.fromSeq + 1, total: request.throughSeq - request.fromSeq + 1 });
      // Lets a cancellation in.
      await new Promise((resolve) => setImmediate(resolve));
    };
    try {
      if (task.what === 'rows')
        return { ...(await writeRows(source, task.format, request, file, between)), withheld: 0 };
      zip = new ZipFile(file);
      const counts =
        task.what === 'bundle'
          ? await writePeriodBundle(zip, source, task, between)
          : await writeSample(zip, source, task, between);
      const manifest = bundleManifest({ ...request, ...aboutOf(task, counts) }, [...zip.files]);
      await zip.add(BUNDLE_MANIFEST_FILE, (sink) => sink.write(manifest));
      return { ...counts, manifest };
    } finally {
      source.close();
    }
  },

  finish: async (signature) => {
    if (file === undefined) throw new Problem('internal', 'nothing was written');
    if (zip !== undefined && signature !== undefined) {
      await zip.add(BUNDLE_SIGNATURE_FILE, (sink) => sink.write(signature));
      await zip.close();
    }
    return file.finish();
  },
};

function aboutOf(
  task: BundleTask | SampleTask,
  counts: ExportCounts,
): { readonly about: string; readonly nowMs: number } {
  const { nowMs, request } = task;
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  const period = `${day(request.fromMs)} to ${day(request.toMs - 1)}`;
  return {
    nowMs,
    about:
      task.what === 'bundle'
        ? `Journal entries of ${period} with their proofs`
        : `Sample of ${counts.entries} from ${counts.populationSize ?? 0} entries of ${period}`,
  };
}

serve(workerParent(), methods);
