import { Problem } from '../../../shared/domain/index.ts';
import { connect, startWorker, type Client } from '../../core/index.ts';
import type { AnyReport } from '../../../shared/formats/period-report.ts';
import type { EvidenceFiles } from '../../../shared/formats/evidence.ts';
import type { CountersignTask, CountersignWords } from './countersign.ts';
import type { Paper } from './papers/draw-paper.ts';
import type { Unsigned } from './pdf/assemble.ts';

/** The renderer of reports, in a thread of its own. */
export interface ReportRenderer {
  /** @throws Problem `cancelled`, `invalid_input`, `process_ended` */
  render(
    report: AnyReport,
    options?: {
      readonly preview?: boolean | undefined;
      readonly evidence?: EvidenceFiles | undefined;
      readonly signal?: AbortSignal | undefined;
      readonly onProgress?: ((done: number, total: number) => void) | undefined;
    },
  ): Promise<Unsigned>;
  /**
   * Adds a revision with a further signature, still empty, to a signed report.
   *
   * @throws Problem `limit_reached` where every place for signatures is taken, `unsupported`, `damaged`
   */
  countersign(pdf: Uint8Array, words: CountersignWords): Promise<Unsigned>;
  /** A paper that is no report: its PDF, as it is printed. */
  paper(paper: Paper): Promise<Uint8Array>;
  close(): Promise<void>;
}

// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface has no index signature, which a method table needs
type WorkerMethods = {
  render(task: {
    report: AnyReport;
    fontsFolder: string;
    preview: boolean;
    evidence: EvidenceFiles | undefined;
  }): Promise<Unsigned>;
  countersign(task: CountersignTask): Promise<Unsigned>;
  paper(task: { paper: Paper; fontsFolder: string }): Promise<Uint8Array>;
};

/**
 * Starts the worker at the first report and keeps it for the next.
 *
 * @param fontsFolder the shipped `fonts` folder
 */
export function openReportRenderer(fontsFolder: string): ReportRenderer {
  let client: Client<WorkerMethods> | undefined;
  const ask = async <T>(call: (worker: Client<WorkerMethods>) => Promise<T>): Promise<T> => {
    client ??= connect<WorkerMethods>(
      startWorker(new URL('./report.worker.ts', import.meta.url), 'report'),
      'report',
    );
    try {
      return await call(client);
    } catch (error) {
      // A worker that is gone stays gone; the next report starts another.
      if (error instanceof Problem && error.code === 'process_ended') client = undefined;
      throw error;
    }
  };
  return {
    render: async (report, { preview = false, evidence, signal, onProgress } = {}) =>
      ask(async (worker) =>
        worker.call(
          'render',
          { report, fontsFolder, preview, evidence },
          {
            signal,
            onProgress: (value) => {
              const { done, total } = value as { done: number; total: number };
              onProgress?.(done, total);
            },
          },
        ),
      ),
    countersign: async (pdf, words) =>
      ask(async (worker) => worker.call('countersign', { pdf, words, fontsFolder })),
    paper: async (paper) => ask(async (worker) => worker.call('paper', { paper, fontsFolder })),
    close: async () => {
      await client?.close();
      client = undefined;
    },
  };
}
