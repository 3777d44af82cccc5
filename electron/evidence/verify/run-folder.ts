import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Problem } from '../../../shared/domain/problem.ts';
import {
  RUN_MANIFEST_FILE,
  RUN_MANIFEST_SIGNATURE_FILE,
  RunManifest,
} from '../../../shared/formats/run-manifest.ts';
import type { VerifyView } from '../../../shared/ipc/verify-views.ts';
import { checkSignature, Lines, webTools, WITNESS_LINE } from '../../../shared/verify/index.ts';
import { inspectReportPdf } from './report-pdf.ts';

type Line = VerifyView['lines'][number];

const AUDIT_REPORT = 'audit/audit_report.pdf';
/** Manifests and signatures are small; a larger file is not one. */
const LARGEST_MANIFEST = 8 * 1024 * 1024;
const LARGEST_REPORT = 256 * 1024 * 1024;

/**
 * Verifies a run folder: the signature over its manifest, every file against it, nothing added, and the
 * audit report inside. Reads only. A file that fails is named in its own line.
 *
 * @param options `rootSha256`: the workspace's root as known by another way; without it the signer is
 * unknown and the verdict not ok
 */
export async function verifyRunFolder(
  folder: string,
  options: { readonly rootSha256?: string | undefined; readonly roots?: readonly string[] } = {},
): Promise<VerifyView> {
  const roots = [...(options.rootSha256 === undefined ? [] : [options.rootSha256]), ...(options.roots ?? [])];
  const lines: Line[] = [];
  const done = (manifest?: RunManifest): VerifyView => ({
    ok: lines.every(
      ({ what, verdict }) => verdict === 'ok' || (verdict === 'not_checked' && what.endsWith(WITNESS_LINE)),
    ),
    subject: `${basename(folder)}${manifest === undefined ? '' : `: run ${manifest.run}`}`,
    lines,
  });
  const check = async <T>(
    what: string,
    run: () => Promise<T> | T,
    detail: (value: T) => string,
  ): Promise<T | undefined> => {
    try {
      const value = await run();
      lines.push({ what, verdict: 'ok', detail: detail(value) });
      return value;
    } catch (error) {
      lines.push(failed(what, wordsFor(error)));
      return undefined;
    }
  };

  let bytes: Uint8Array | undefined;
  const manifest = await check(
    'Manifest',
    async () => {
      bytes = await readSmall(join(folder, RUN_MANIFEST_FILE), LARGEST_MANIFEST);
      return parseManifest(bytes);
    },
    (value) => `names ${value.files.length} files`,
  );
  if (manifest === undefined || bytes === undefined) return done();
  const manifestBytes = bytes;
  const signature = await check(
    'Manifest signature',
    () => readSmall(join(folder, RUN_MANIFEST_SIGNATURE_FILE), LARGEST_MANIFEST),
    () => 'it is there',
  );
  if (signature !== undefined)
    lines.push(...(await signatureLines(manifestBytes, signature, manifest, roots)));
  for (const file of manifest.files)
    await check(
      file.path,
      () => checkFile(join(folder, ...file.path.split('/')), file),
      () => 'as the manifest says',
    );
  await check(
    'Nothing added',
    () => findOthers(folder, manifest),
    () => 'no file beside those named',
  );
  await checkReport(folder, manifest, roots, lines);
  return done(manifest);
}

function wordsFor(error: unknown): string {
  if (error instanceof Problem) return error.message;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === undefined) throw error;
  return code === 'ENOENT' ? 'the file is missing' : `the file cannot be read (${code})`;
}

async function readSmall(path: string, limit: number): Promise<Uint8Array> {
  const { size } = await plainFile(path);
  if (size > limit) throw new Problem('limit_reached', 'the file is larger than such a file can be');
  return readFile(path);
}

/** A link could lead to a file that is not part of the folder. */
async function plainFile(path: string): Promise<{ readonly size: number }> {
  const about = await lstat(path);
  if (!about.isFile()) throw new Problem('changed', 'it is no plain file');
  return about;
}

function parseManifest(bytes: Uint8Array): RunManifest {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw new Problem('damaged', 'the manifest is no JSON');
  }
  const manifest = RunManifest.safeParse(json);
  if (!manifest.success) throw new Problem('damaged', 'the manifest does not read as one');
  return manifest.data;
}

/** The lines about the signature over the manifest, under names of their own. */
async function signatureLines(
  content: Uint8Array,
  cms: Uint8Array,
  { writtenAtMs: atMs }: RunManifest,
  roots: readonly string[],
): Promise<Line[]> {
  const lines = new Lines();
  await checkSignature(
    lines,
    { of: '', cms, content: [content], atMs, made: '' },
    { roots },
    webTools(globalThis),
  );
  return lines.view('').lines.map((line) => ({
    ...line,
    what: `Manifest: ${line.what.toLowerCase()}`,
    ...(line.verdict === 'failed'
      ? { firstBad: line.what === 'Signer' ? 'Signer' : 'Manifest signature' }
      : {}),
  }));
}

async function checkFile(path: string, file: RunManifest['files'][number]): Promise<void> {
  const { size } = await plainFile(path);
  if (size !== file.sizeBytes)
    throw new Problem('changed', `it has ${size} bytes, the manifest says ${file.sizeBytes}`);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  if (hash.digest('hex') !== file.sha256) throw new Problem('changed', 'its content was changed');
}

async function findOthers(folder: string, manifest: RunManifest): Promise<void> {
  const known = new Set<string>([RUN_MANIFEST_FILE, RUN_MANIFEST_SIGNATURE_FILE]);
  for (const file of manifest.files) known.add(file.path);
  const others: string[] = [];
  const look = async (prefix: string): Promise<void> => {
    for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      if (entry.isDirectory()) await look(path);
      else if (!known.has(path)) others.push(path);
    }
  };
  await look('');
  if (others.length > 0)
    throw new Problem(
      'changed',
      `not in the manifest: ${others
        .slice(0, 5)
        .map((path) => `\`${path}\``)
        .join(', ')}`,
    );
}

/** The report's own verdict, line by line, and that it speaks of the run that the folder names. */
async function checkReport(
  folder: string,
  manifest: RunManifest,
  roots: readonly string[],
  lines: Line[],
): Promise<void> {
  if (!manifest.files.some((file) => file.path === AUDIT_REPORT)) {
    lines.push(failed(AUDIT_REPORT, 'the manifest names no audit report'));
    return;
  }
  let inspected: Awaited<ReturnType<typeof inspectReportPdf>>;
  try {
    const bytes = await readSmall(join(folder, ...AUDIT_REPORT.split('/')), LARGEST_REPORT);
    inspected = await inspectReportPdf(bytes, { roots });
  } catch (error) {
    lines.push(failed(AUDIT_REPORT, wordsFor(error)));
    return;
  }
  for (const line of inspected.view.lines)
    lines.push({
      ...line,
      what: `Audit report: ${line.what}`,
      ...(line.verdict === 'failed' ? { firstBad: AUDIT_REPORT } : {}),
    });
  const { model } = inspected;
  if (model !== undefined && (model.run !== manifest.run || model.workspace !== manifest.workspace))
    lines.push(failed(AUDIT_REPORT, 'the report is about another run or workspace than the folder'));
}

function failed(firstBad: string, detail: string): Line {
  return { what: firstBad, verdict: 'failed', detail, firstBad };
}
