import { Problem } from '../domain/problem.ts';
import { canonicalJson } from '../formats/canonical-json.ts';
import { toHex } from '../formats/journal/bytes.ts';
import type { VerifyView } from '../ipc/verify-views.ts';
import { readAttachments, type Attachment } from './attachments.ts';
import { checkEvidence } from './check-evidence.ts';
import { readPdf, type PdfFile } from './pdf-file.ts';
import { findSignatures, readCoverage, type PdfSignature } from './pdf-signatures.ts';
import { checkSignature, fingerprintOf, SIGNATURE_STEPS, type Signed } from './signer.ts';
import type { VerifierTools } from './tools.ts';
import { Lines, type KnownByOtherMeans } from './verdict.ts';

/** Name of the report's model among the attached files; its schemas stand in `shared/formats`. */
const MODEL_FILE = 'report.json';
const NEWEST_MODEL_VERSION = 1;

/** What every kind of report says of itself; trust it only when the view is ok. */
export interface ReportModel {
  readonly format: string;
  readonly report: string | undefined;
  readonly workspace: string | undefined;
  readonly run: string | undefined;
  readonly signedAtMs: number | undefined;
}

export interface InspectedReport {
  readonly view: VerifyView;
  readonly model: ReportModel | undefined;
  /** The checkpoint that the report's evidence stands under, a signed note. */
  readonly checkpoint: string | undefined;
}

/**
 * Verifies a report by its bytes alone. Needs no workspace, no network and no library. One line per
 * check; checks that could not be reached say so. Never throws for what a file may hold.
 */
export async function inspectReport(
  bytes: Uint8Array,
  known: KnownByOtherMeans,
  tools: VerifierTools,
): Promise<InspectedReport> {
  const lines = new Lines();
  const done = (model?: ReportModel, checkpoint?: string): InspectedReport => {
    const about = model === undefined ? '' : `: ${describe(model)}`;
    return { view: lines.view(`${known.fileName ?? 'audit report'}${about}`), model, checkpoint };
  };
  const read = await lines.check(
    'Form',
    () => {
      const pdf = readPdf(bytes);
      return { pdf, signatures: findSignatures(pdf) };
    },
    ({ signatures: { length } }) =>
      length === 1 ? 'a PDF of one revision with one signature' : `a PDF of ${length} revisions, each signed`,
  );
  if (read === undefined) {
    lines.notReached(['Whole file', ...SIGNATURE_STEPS, 'Data']);
    return done();
  }
  const { pdf, signatures } = read;
  const attached = await readSafely(pdf, tools);
  const model = attached instanceof Problem ? undefined : modelOf(attached, tools);
  const signed: (Signed | undefined)[] = [];
  for (const signature of signatures)
    signed.push(await checkOne(lines, pdf, signature, signatures.length, model, known, tools));
  const files = await lines.check(
    'Data',
    () => {
      if (attached instanceof Problem) throw attached;
      requireModel(attached, signed[0], tools);
      return attached;
    },
    (found) =>
      found.length === 1
        ? 'the attached figures are well-formed and match their hash'
        : `${found.length} attached files match their hashes: ${found.map(({ name }) => name).join(', ')}`,
  );
  if (files === undefined) return done(model);
  const file = (name: string): Uint8Array | undefined => files.find((other) => other.name === name)?.bytes;
  return done(model, await checkEvidence(lines, file, known, tools));
}

function describe({ report, run }: ReportModel): string {
  return `report ${report ?? 'without an id'}${run === undefined ? '' : `, run ${run}`}`;
}

async function checkOne(
  lines: Lines,
  pdf: PdfFile,
  signature: PdfSignature,
  count: number,
  model: ReportModel | undefined,
  known: KnownByOtherMeans,
  tools: VerifierTools,
): Promise<Signed | undefined> {
  const { revision, signedBy, meaning } = signature;
  const of = count === 1 ? '' : ` (signature ${revision + 1})`;
  const last = revision === count - 1;
  const coverage = await lines.check(
    `Whole file${of}`,
    () => readCoverage(pdf, signature),
    ({ limit }) =>
      last
        ? 'the signature covers every byte but its own'
        : `it covers its own revision, the first ${limit} bytes; later ones only add signatures`,
  );
  if (coverage === undefined) {
    lines.notReached(SIGNATURE_STEPS.map((step) => `${step}${of}`));
    return undefined;
  }
  const atMs = (revision === 0 ? model?.signedAtMs : undefined) ?? signature.atMs;
  const who = [signedBy, meaning, atMs === undefined ? undefined : new Date(atMs).toISOString()];
  const said = who.filter((part) => part !== undefined).join(', ');
  const { start, end, limit, cms } = coverage;
  return checkSignature(
    lines,
    {
      of,
      cms,
      content: [pdf.bytes.subarray(0, start), pdf.bytes.subarray(end, limit)],
      atMs,
      made: said === '' ? '' : `; it says: ${said}`,
    },
    known,
    tools,
  );
}

async function readSafely(pdf: PdfFile, tools: VerifierTools): Promise<readonly Attachment[] | Problem> {
  try {
    return await readAttachments(pdf, tools);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function parse(bytes: Uint8Array, tools: VerifierTools): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(tools.utf8(bytes));
    return typeof json === 'object' && json !== null ? { ...json } : undefined;
  } catch {
    return undefined;
  }
}

function modelOf(attached: readonly Attachment[], tools: VerifierTools): ReportModel | undefined {
  const file = attached.find(({ name }) => name === MODEL_FILE);
  const json = file === undefined ? undefined : parse(file.bytes, tools);
  if (json === undefined) return undefined;
  const { format } = json;
  const id = (key: string): string | undefined => {
    const text = member(json[key], 'id');
    return typeof text === 'string' && /^[0-9a-f-]{1,64}$/.test(text) ? text : undefined;
  };
  const signedAtMs = member(json.signer, 'signedAtMs');
  return {
    format: typeof format === 'string' ? format.slice(0, 80) : '',
    report: id('report'),
    workspace: id('workspace'),
    run: id('run'),
    signedAtMs: typeof signedAtMs === 'number' && Math.abs(signedAtMs) < 8.64e15 ? signedAtMs : undefined,
  };
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

/** The model must be a report in canonical form that names the certificates that signed first. @throws Problem */
function requireModel(
  attached: readonly Attachment[],
  first: Signed | undefined,
  tools: VerifierTools,
): void {
  const file = attached.find(({ name }) => name === MODEL_FILE);
  if (file === undefined) throw new Problem('check_failed', `the report has no attached \`${MODEL_FILE}\``);
  const json = parse(file.bytes, tools);
  if (json === undefined) throw new Problem('check_failed', 'the attached data is no JSON');
  if (typeof json.version === 'number' && json.version > NEWEST_MODEL_VERSION)
    throw new Problem('newer_format', 'the attached data is of a newer version than this program reads');
  if (typeof json.format !== 'string' || !json.format.startsWith('swarm-clinical/') || json.version !== 1)
    throw new Problem('check_failed', 'the attached data does not read as a report');
  if (canonicalJson(json) !== tools.utf8(file.bytes))
    throw new Problem('check_failed', 'the attached data is not in canonical form');
  if (
    first?.chain !== undefined &&
    (member(json.workspace, 'rootSha256') !== fingerprintOf(first.chain, tools) ||
      member(json.workspace, 'certificateSha256') !== toHex(tools.sha256(first.cms.signer.raw)))
  )
    throw new Problem('check_failed', 'the attached data names other certificates than those that signed');
}
