import { Problem } from '../../../shared/domain/index.ts';
import { AnyReport } from '../../../shared/formats/period-report.ts';
import { serve, Transferred, workerParent } from '../../core/index.ts';
import type { EvidenceFiles } from '../../../shared/formats/evidence.ts';
import type { Unsigned } from './pdf/assemble.ts';
import { addCountersignature, type CountersignTask } from './countersign.ts';
import { drawPaper, type Paper } from './papers/draw-paper.ts';
import { renderReport } from './render.ts';

/** What the report worker is asked to do. The signing key never enters it. */
interface RenderTask {
  readonly report: AnyReport;
  readonly preview: boolean;
  readonly evidence: EvidenceFiles | undefined;
  readonly fontsFolder: string;
}

const methods = {
  render: async (
    task: RenderTask,
    context: { readonly signal: AbortSignal; progress(value: unknown): void },
  ): Promise<Transferred<Unsigned>> => {
    const report = AnyReport.safeParse(task.report);
    if (!report.success) throw new Problem('invalid_input', 'the report model does not fit its schema');
    try {
      const unsigned = await renderReport(report.data, {
        fontsFolder: task.fontsFolder,
        preview: task.preview,
        evidence: task.evidence,
        signal: context.signal,
        onProgress: (done, total) => {
          context.progress({ done, total });
        },
      });
      const pdf = new Uint8Array(unsigned.pdf);
      return new Transferred({ ...unsigned, pdf }, [pdf.buffer]);
    } catch (error) {
      if (context.signal.aborted) throw new Problem('cancelled', 'the report was cancelled');
      throw error;
    }
  },
  countersign: async (task: CountersignTask): Promise<Transferred<Unsigned>> => {
    const unsigned = await addCountersignature(task);
    const pdf = new Uint8Array(unsigned.pdf);
    return new Transferred({ ...unsigned, pdf }, [pdf.buffer]);
  },
  paper: async (task: {
    readonly paper: Paper;
    readonly fontsFolder: string;
  }): Promise<Transferred<Uint8Array>> => {
    const pdf = new Uint8Array(await drawPaper(task.paper, task.fontsFolder));
    return new Transferred(pdf, [pdf.buffer]);
  },
};

serve(workerParent(), methods);
