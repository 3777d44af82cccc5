import { Problem } from '../domain/problem.ts';
import { fromHex } from '../formats/journal/bytes.ts';
import { dictionaryOf, type PdfFile } from './pdf-file.ts';
import {
  damagedPdf,
  integerOf,
  isName,
  sameValue,
  textOf,
  type PdfDictionary,
  type PdfValue,
} from './pdf-values.ts';

/** A signature of a PDF, by the revision that it closes. */
export interface PdfSignature {
  readonly revision: number;
  readonly dictionary: PdfDictionary;
  /** What its dictionary says; the signature covers it. */
  readonly signedBy: string | undefined;
  readonly meaning: string | undefined;
  readonly atMs: number | undefined;
}

/** What a signature covers: everything before `start`, and from `end` to `limit`. */
export interface Coverage {
  readonly start: number;
  readonly end: number;
  readonly limit: number;
  /** The CMS with the zeros that pad it. */
  readonly cms: Uint8Array;
}

/** What a signature may add to its field. */
const SIGNING_ADDS = new Set(['V', 'AP']);

/**
 * The signatures of a document, one for each revision, oldest first. The first revision holds the
 * document with one signature and empty fields for others; each later one may fill one of these and
 * change nothing else. So nothing that an earlier signer saw can be covered or replaced.
 *
 * @throws Problem `unsupported` for signatures of another make, `changed` for a revision that does more,
 * `damaged`
 */
export function findSignatures(pdf: PdfFile): readonly PdfSignature[] {
  if (pdf.trailer.entries.has('Encrypt'))
    throw new Problem('unsupported', 'the file is encrypted; reports are not');
  const fields = fieldsOf(pdf, 0);
  const signed = fields.filter(({ value }) => value.entries.has('V'));
  if (signed.length === 0) throw new Problem('unsupported', 'the PDF carries no signature');
  const [first] = signed;
  if (first === undefined || signed.length > 1)
    throw new Problem('unsupported', 'the first revision of the PDF does not have exactly one signature');
  const found = [readSignature(pdf, first.value, 0)];
  const empty = new Map(
    fields.filter((field) => field !== first).map(({ object, value }) => [object, value]),
  );
  for (let revision = 1; revision < pdf.revisions.length; revision += 1) {
    const filled = requireOnlySigning(pdf, revision, empty);
    found.push(readSignature(pdf, filled, revision));
  }
  return found;
}

interface Field {
  readonly object: number;
  readonly value: PdfDictionary;
}

function fieldsOf(pdf: PdfFile, revision: number): Field[] {
  const trailer = pdf.revisions[revision]?.trailer;
  const catalog = dictionaryOf(pdf, trailer?.entries.get('Root'), 'the catalog', revision);
  const form = catalog.entries.get('AcroForm');
  if (form === undefined) throw new Problem('unsupported', 'the PDF carries no signature');
  const fields = dictionaryOf(pdf, form, 'the form', revision).entries.get('Fields');
  if (fields?.type !== 'array') throw damagedPdf('its form has no fields');
  return fields.items.map((item) => {
    const value = dictionaryOf(pdf, item, 'a field', revision);
    if (item.type !== 'ref' || !isName(value.entries.get('FT'), 'Sig'))
      throw new Problem('unsupported', 'the PDF has a form beside its signatures, as reports have not');
    return { object: item.object, value };
  });
}

/** The field that a later revision fills. Takes it out of the empty ones. */
function requireOnlySigning(
  pdf: PdfFile,
  revision: number,
  empty: Map<number, PdfDictionary>,
): PdfDictionary {
  const number = revision + 1;
  const more = (what: string): Problem =>
    new Problem('changed', `revision ${number} does more than add a signature: ${what}`);
  const [before, now] = [pdf.revisions[revision - 1], pdf.revisions[revision]];
  if (before === undefined || now === undefined) throw damagedPdf('a revision is missing');
  for (const key of ['Root', 'Info'])
    if (!sameValue(before.trailer.entries.get(key), now.trailer.entries.get(key)))
      throw more(`it puts another \`${key}\` in place`);
  const size = integerOf(before.trailer.entries.get('Size'));
  const replaced = [...now.offsets.keys()].filter((object) => object < size);
  const [object] = replaced;
  if (object === undefined)
    throw new Problem(
      'changed',
      `revision ${number}, ${now.end - now.start} bytes at the end, carries no signature: somebody added it later`,
    );
  const field = empty.get(object);
  if (field === undefined || replaced.length > 1)
    throw more(`it replaces object ${replaced.find((other) => !empty.has(other)) ?? object}`);
  const filled = pdf.object(object, revision);
  if (filled.type !== 'dictionary') throw more('its field is no field');
  for (const key of new Set([...field.entries.keys(), ...filled.entries.keys()]))
    if (!SIGNING_ADDS.has(key) && !sameValue(field.entries.get(key), filled.entries.get(key)))
      throw more(`it changes \`${key.slice(0, 20)}\` of its field`);
  const value = filled.entries.get('V');
  if (value?.type !== 'ref' || value.object < size) throw more('its field holds no signature of its own');
  empty.delete(object);
  return filled;
}

function readSignature(pdf: PdfFile, field: PdfDictionary, revision: number): PdfSignature {
  const dictionary = dictionaryOf(pdf, field.entries.get('V'), 'the signature', revision);
  if (!isName(dictionary.entries.get('SubFilter'), 'ETSI.CAdES.detached'))
    throw new Problem('unsupported', 'a signature is of another kind than reports have');
  return {
    revision,
    dictionary,
    signedBy: textOf(dictionary.entries.get('Name'))?.slice(0, 200),
    meaning: textOf(dictionary.entries.get('Reason'))?.slice(0, 200),
    atMs: readDate(dictionary.entries.get('M')),
  };
}

/** `D:20261122140307Z`, in milliseconds since 1970. */
function readDate(value: PdfValue | undefined): number | undefined {
  const match = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(textOf(value) ?? '');
  if (match === null) return undefined;
  const [year = 0, month = 0, ...rest] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest);
}

/** Checks that the byte range leaves out exactly the signature's own string. @throws Problem */
export function readCoverage(pdf: PdfFile, { dictionary, revision }: PdfSignature): Coverage {
  const range = dictionary.entries.get('ByteRange');
  const contents = dictionary.entries.get('Contents');
  const limit = pdf.revisions[revision]?.end;
  if (range?.type !== 'array' || range.items.length !== 4 || contents?.type !== 'string')
    throw new Problem('damaged', 'the signature does not say what it covers');
  const [first, start = 0, end = 0, rest = -1] = range.items.map(integerOf);
  if (first !== 0 || start !== contents.start || end !== contents.end || end + rest !== limit)
    throw new Problem('changed', 'the signature does not cover the whole of what it closes');
  // One case only: a digit in the other case would be the same number and another byte.
  if (!/^<(?:[0-9a-f]{2})+>$/.test(contents.raw))
    throw new Problem('damaged', 'the signature is not written as reports write it');
  return { start, end, limit, cms: fromHex(contents.raw.slice(1, -1)) };
}
