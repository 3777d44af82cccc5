import { collectRunReport } from '../../electron/evidence/reports/collect.ts';
import { makeFixtureInput } from '../../electron/evidence/reports/fixture-input.ts';
import { makeFixtureKey } from '../../electron/evidence/reports/fixture-keys.ts';
import { issueReport, openReportRenderer, verifyReportPdf } from '../../electron/evidence/index.ts';

interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
  readonly baseline?: string;
}

/** Calls that fill about a hundred pages. */
const CALLS = 1180;
const MEBIBYTE = 1024 * 1024;

/** Time and memory of a report of about a hundred pages, and of its verification. No target is set. */
export async function bench(): Promise<{ name: string; rows: Row[] }> {
  const key = await makeFixtureKey();
  const identity = { rootSha256: key.rootSha256, certificateSha256: key.certificateSha256 };
  const renderer = openReportRenderer(`${import.meta.dirname}/../../resources/fonts`);
  try {
    // The first report starts the worker and loads the fonts; the second shows what a page costs.
    const small = await timed(() =>
      issueReport(collectRunReport({ ...makeFixtureInput(), ...identity }), renderer, key),
    );
    const before = process.memoryUsage.rss();
    let peak = before;
    const sampler = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 50);
    const collected = await timed(() => collectRunReport({ ...makeFixtureInput(CALLS), ...identity }));
    const large = await timed(() => issueReport(collected.value, renderer, key));
    clearInterval(sampler);
    const { pdf, pages, sizeBytes } = large.value;
    const verified = await timed(() => verifyReportPdf(pdf, { rootSha256: key.rootSha256 }));
    if (!verified.value.ok) throw new Error('the report of the benchmark does not verify');
    return {
      name: 'report',
      rows: [
        { what: 'first report, with start of the worker', value: small.ms, unit: 'ms' },
        { what: 'pages of the large report', value: pages, unit: 'pages' },
        { what: 'collecting its model', value: collected.ms, unit: 'ms' },
        { what: 'rendering and signing it', value: large.ms, unit: 'ms' },
        { what: 'per page', value: large.ms / pages, unit: 'ms' },
        { what: 'memory above the start, at most', value: (peak - before) / MEBIBYTE, unit: 'MiB' },
        { what: 'size', value: sizeBytes / MEBIBYTE, unit: 'MiB' },
        { what: 'verifying it', value: verified.ms, unit: 'ms' },
      ],
    };
  } finally {
    await renderer.close();
  }
}

async function timed<T>(run: () => T | Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const start = performance.now();
  const value = await run();
  return { value, ms: performance.now() - start };
}
