import { Problem } from '../../../shared/domain/index.ts';
import { connect, startWorker, type Client } from '../../core/index.ts';
import type { AnyReport } from '../../../shared/formats/period-report.ts';
import type { Unsigned } from './pdf/assemble.ts';

/** The renderer of reports, in a thread of its own. */
export interface ReportRenderer {
  /** @throws Problem `cancelled`, `invalid_input`, `process_ended` */
  render(
    report: AnyReport,
    options?: {
      readonly preview?: boolean | undefined;
      readonly signal?: AbortSignal | undefined;
      readonly onProgress?: ((done: number, total: number) => void) | undefined;
    },
  ): Promise<Unsigned>;
  close(): Promise<void>;
}

// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface has no index signature, which a method table needs
type WorkerMethods = {
  render(task: { report: AnyReport; fontsFolder: string; preview: boolean }): Promise<Unsigned>;
};

/**
 * Starts the worker at the first report and keeps it for the next.
 *
 * @param fontsFolder the shipped `fonts` folder
 */
export function openReportRenderer(fontsFolder: string): ReportRenderer {
  let client: Client<WorkerMethods> | undefined;
  return {
    render: async (report, options = {}) => {
      client ??= connect<WorkerMethods>(
        startWorker(new URL('./report.worker.ts', import.meta.url), 'report'),
        'report',
      );
      try {
        return await client.call(
          'render',
          { report, fontsFolder, preview: options.preview === true },
          {
            signal: options.signal,
            onProgress: (value) => {
              const { done, total } = value as { done: number; total: number };
              options.onProgress?.(done, total);
            },
          },
        );
      } catch (error) {
        // A worker that is gone stays gone; the next report starts another.
        if (error instanceof Problem && error.code === 'process_ended') client = undefined;
        throw error;
      }
    },
    close: async () => {
      await client?.close();
      client = undefined;
    },
  };
}
