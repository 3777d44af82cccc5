import { Problem } from '../../../shared/domain/problem.ts';
import { canonicalJson } from '../../../shared/formats/canonical-json.ts';
import { REPORT_ATTACHMENT, RunReport } from '../../../shared/formats/report.ts';
import type { VerifyView } from '../../../shared/ipc/views.ts';
import { readCms, rootFingerprint, sha256, signatureHolds, type CmsSignature } from './cms.ts';
import { checkCertificates, signerLine } from './cms-signer.ts';
import {
  dictionaryOf,
  integerOf,
  readPdf,
  type PdfDictionary,
  type PdfFile,
  type PdfValue,
} from './report-pdf-syntax.ts';

export interface VerifyReportOptions {
  /** Name shown for the file. */
  readonly fileName?: string | undefined;
  /**
   * SHA-256 of the workspace's root certificate, 64 lower-case hexadecimal digits, known by another way
   * than this file. Without it nobody can say who signed, and the verdict is not ok.
   */
  readonly rootSha256?: string | undefined;
}

type Line = VerifyView['lines'][number];
type Check = () => string;

const STEPS = [
  'Form',
  'Whole file',
  'Signature form',
  'Content',
  'Signature',
  'Certificates',
  'Signer',
  'Data',
] as const;
type Step = (typeof STEPS)[number];

/**
 * Verifies an audit report by its bytes alone. Reads only; needs no workspace, no network and no
 * library. One line per check; checks that could not be reached say so. Never throws for what a file
 * may hold.
 */
export function verifyReportPdf(bytes: Uint8Array, options: VerifyReportOptions = {}): VerifyView {
  return inspectReportPdf(bytes, options).view;
}

/** The same, with the report as data where it could be read; trust it only when the view is ok. */
export function inspectReportPdf(
  bytes: Uint8Array,
  options: VerifyReportOptions = {},
): { readonly view: VerifyView; readonly report: RunReport | undefined } {
  const lines: Line[] = [];
  const subject = options.fileName ?? 'audit report';
  const done = (report?: RunReport): { view: VerifyView; report: RunReport | undefined } => {
    for (const what of STEPS)
      if (!lines.some((line) => line.what === what))
        lines.push({ what, verdict: 'not_checked', detail: 'not reached' });
    const about = report === undefined ? '' : `: report ${report.report.id}, run ${report.run.id}`;
    const ok = lines.every((line) => line.verdict === 'ok');
    return { view: { ok, subject: `${subject}${about}`, lines }, report };
  };
  /** Runs a check; its text is the detail, a problem its failure. */
  const check = (what: Step, run: Check): boolean => {
    try {
      lines.push({ what, verdict: 'ok', detail: run() });
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      lines.push({ what, verdict: 'failed', detail: error.message, firstBad: what });
      return false;
    }
  };

  let file: PdfFile | undefined;
  let signature: PdfDictionary | undefined;
  let gap: Gap | undefined;
  let cms: CmsSignature | undefined;
  let report: RunReport | undefined;
  if (
    !check('Form', () => {
      file = readPdf(bytes);
      if (file.trailer.entries.has('Encrypt'))
        throw new Problem('unsupported', 'the file is encrypted; reports are not');
      if (file.trailer.entries.has('Prev'))
        throw new Problem('changed', 'the file has more than one revision');
      signature = findSignature(file);
      return 'a PDF of one revision with one signature';
    }) ||
    file === undefined ||
    signature === undefined
  )
    return done();
  const pdf: PdfFile = file;
  const dictionary: PdfDictionary = signature;
  check('Whole file', () => {
    gap = readGap(bytes, dictionary);
    return 'the signature covers every byte but its own';
  });
  if (gap === undefined) return done();
  const room: Gap = gap;
  check('Signature form', () => {
    cms = readCms(room.signature);
    return 'CMS, SHA-256 with ECDSA P-256, bound to its certificate';
  });
  if (cms === undefined) return done();
  const signed: CmsSignature = cms;
  const content = check('Content', () => {
    const digest = sha256(bytes.subarray(0, room.start), bytes.subarray(room.end));
    if (!digest.equals(signed.messageDigest))
      throw new Problem('changed', 'the file was changed after it was signed');
    return 'unchanged since it was signed';
  });
  check('Signature', () => {
    if (!signatureHolds(signed))
      throw new Problem('changed', 'the signature was not made by the key it names');
    return 'made by the key of the certificate it names';
  });
  if (content)
    check('Data', () => {
      report = readAttachment(pdf, signed);
      return 'the attached figures are well-formed and match their hash';
    });
  check('Certificates', () => checkCertificates(signed, report?.signer.signedAtMs));
  lines.push(signerLine(signed, options.rootSha256));
  lines.sort((a, b) => STEPS.indexOf(a.what as Step) - STEPS.indexOf(b.what as Step));
  return done(report);
}

/** The one signature that the document's form holds. @throws Problem */
function findSignature(file: PdfFile): PdfDictionary {
  const catalog = dictionaryOf(file, file.trailer.entries.get('Root'), 'the catalog');
  const form = catalog.entries.get('AcroForm');
  if (form === undefined) throw new Problem('unsupported', 'the PDF carries no signature');
  const fields = dictionaryOf(file, form, 'the form').entries.get('Fields');
  if (fields?.type !== 'array' || fields.items.length !== 1)
    throw new Problem('unsupported', 'the PDF does not have exactly one signature');
  const field = dictionaryOf(file, fields.items[0], 'the signature field');
  const value = dictionaryOf(file, field.entries.get('V'), 'the signature');
  if (
    !isName(field.entries.get('FT'), 'Sig') ||
    !isName(value.entries.get('SubFilter'), 'ETSI.CAdES.detached')
  )
    throw new Problem('unsupported', 'the signature is of another kind than reports have');
  return value;
}

function isName(value: PdfValue | undefined, name: string): boolean {
  return value?.type === 'name' && value.name === name;
}

interface Gap {
  readonly start: number;
  readonly end: number;
  readonly signature: Uint8Array;
}

/** Checks that the byte range leaves out exactly the signature's own string. @throws Problem */
function readGap(bytes: Uint8Array, signature: PdfDictionary): Gap {
  const range = signature.entries.get('ByteRange');
  const contents = signature.entries.get('Contents');
  if (range?.type !== 'array' || range.items.length !== 4 || contents?.type !== 'string')
    throw new Problem('damaged', 'the signature does not say what it covers');
  const [first, start, end, rest] = range.items.map(integerOf);
  if (first !== 0 || start !== contents.start || end !== contents.end || end + (rest ?? -1) !== bytes.length)
    throw new Problem('changed', 'the signature does not cover the whole file');
  // One case only: a digit in the other case would be the same number and another byte.
  if (!/^<(?:[0-9a-f]{2})+>$/.test(contents.raw))
    throw new Problem('damaged', 'the signature is not written as reports write it');
  return { start, end, signature: Buffer.from(contents.raw.slice(1, -1), 'hex') };
}

/** The report as data, checked against its hash, its schema and the certificates. @throws Problem */
function readAttachment(file: PdfFile, cms: CmsSignature): RunReport {
  const catalog = dictionaryOf(file, file.trailer.entries.get('Root'), 'the catalog');
  const attached = catalog.entries.get('AF');
  if (attached?.type !== 'array' || attached.items.length !== 1)
    throw new Problem('check_failed', `the report has no attached \`${REPORT_ATTACHMENT}\``);
  const specification = dictionaryOf(file, attached.items[0], 'the attached data');
  const embedded = dictionaryOf(file, specification.entries.get('EF'), 'the attached data').entries.get('F');
  const data = embedded?.type === 'ref' ? file.object(embedded.object) : undefined;
  if (data?.type !== 'stream') throw new Problem('damaged', 'the attached data is missing');
  const description = specification.entries.get('Desc');
  const hash =
    description?.type === 'string' ? /SHA-256 ([0-9a-f]{64})$/.exec(textOf(description.raw))?.[1] : undefined;
  if (hash !== sha256(data.data).toString('hex'))
    throw new Problem('changed', 'the attached data does not match its hash');
  const report = parseReport(data.data);
  if (
    report.workspace.rootSha256 !== rootFingerprint(cms) ||
    report.workspace.certificateSha256 !== sha256(cms.signer.raw).toString('hex')
  )
    throw new Problem('check_failed', 'the attached data names other certificates than those that signed');
  return report;
}

function parseReport(data: Uint8Array): RunReport {
  const text = Buffer.from(data).toString('utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Problem('check_failed', 'the attached data is no JSON');
  }
  const parsed = RunReport.safeParse(json);
  if (!parsed.success) {
    const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
    if (typeof version === 'number' && version > 1)
      throw new Problem('newer_format', 'the attached data is of a newer version than this program reads');
    throw new Problem('check_failed', 'the attached data does not read as a report');
  }
  if (canonicalJson(parsed.data) !== text)
    throw new Problem('check_failed', 'the attached data is not in canonical form');
  return parsed.data;
}

/** A text string as reports write it: UTF-16 in hexadecimal with a byte order mark. */
function textOf(raw: string): string {
  const bytes = Buffer.from(raw.slice(1, -1), 'hex');
  return bytes.length % 2 === 0 ? bytes.swap16().toString('utf16le').slice(1) : '';
}
