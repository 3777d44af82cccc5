import { Problem } from '../domain/problem.ts';
import { toHex } from '../formats/journal/bytes.ts';
import { dictionaryOf, type PdfFile } from './pdf-file.ts';
import { damagedPdf, integerOf, isName, textOf, type PdfValue } from './pdf-values.ts';
import type { VerifierTools } from './tools.ts';

/** A file inside a report. */
export interface Attachment {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

const MOST_FILES = 64;
/** All attached files together, unpacked. */
const LARGEST_BYTES = 256 * 1024 * 1024;

/**
 * The files attached to a report's first revision, each held against the hash that stands in its
 * description.
 *
 * @throws Problem naming the file that does not match or cannot be read
 */
export async function readAttachments(pdf: PdfFile, tools: VerifierTools): Promise<readonly Attachment[]> {
  const catalog = dictionaryOf(pdf, pdf.revisions[0]?.trailer.entries.get('Root'), 'the catalog', 0);
  const list = catalog.entries.get('AF');
  if (list === undefined) return [];
  if (list.type !== 'array' || list.items.length > MOST_FILES)
    throw damagedPdf('its list of files is no list');
  const found: Attachment[] = [];
  let room = LARGEST_BYTES;
  for (const item of list.items) {
    const attachment = await readOne(pdf, item, tools, room);
    if (found.some(({ name }) => name === attachment.name))
      throw new Problem('check_failed', `\`${attachment.name}\` is attached twice`);
    room -= attachment.bytes.length;
    found.push(attachment);
  }
  return found;
}

async function readOne(
  pdf: PdfFile,
  item: PdfValue,
  tools: VerifierTools,
  room: number,
): Promise<Attachment> {
  const about = dictionaryOf(pdf, item, 'an attached file', 0);
  const name = textOf(about.entries.get('UF')) ?? '';
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) throw damagedPdf('an attached file has no plain name');
  const reference = dictionaryOf(pdf, about.entries.get('EF'), 'an attached file', 0).entries.get('F');
  const stream = reference?.type === 'ref' ? pdf.object(reference.object, 0) : undefined;
  if (stream?.type !== 'stream') throw damagedPdf(`the attached \`${name}\` is missing`);
  const filter = stream.dictionary.entries.get('Filter');
  if (filter !== undefined && !isName(filter, 'FlateDecode'))
    throw new Problem('unsupported', `\`${name}\` is packed in a way that reports do not use`);
  const parameters = dictionaryOf(
    pdf,
    stream.dictionary.entries.get('Params'),
    `what \`${name}\` says of itself`,
    0,
  );
  const size = integerOf(parameters.entries.get('Size'));
  if (size > room) throw new Problem('limit_reached', 'the attached files are larger than a report can hold');
  const bytes = await unpack(name, stream.data, filter !== undefined, size, tools);
  const sha256 = toHex(await tools.digest(bytes));
  const stated = /SHA-256 ([0-9a-f]{64})$/.exec(textOf(about.entries.get('Desc')) ?? '')?.[1];
  if (stated !== sha256 || bytes.length !== size)
    throw new Problem('changed', `the attached \`${name}\` does not match its hash`);
  return { name, bytes, sha256 };
}

async function unpack(
  name: string,
  data: Uint8Array,
  packed: boolean,
  size: number,
  tools: VerifierTools,
): Promise<Uint8Array> {
  if (!packed) return data;
  try {
    return await tools.inflate(data, 'zlib', size);
  } catch (error) {
    if (error instanceof Problem) throw new Problem(error.code, `the attached \`${name}\`: ${error.message}`);
    throw error;
  }
}
