import { createHash } from 'node:crypto';
import { REPORT_ATTACHMENT } from '../../../../shared/formats/report.ts';
import {
  dictionaryOf,
  readPdf,
  type PdfDictionary,
  type PdfFile,
  type PdfValue,
} from '../../verify/report-pdf-syntax.ts';
import type { Bookmark, SignatureArea } from '../pages/sheet.ts';
import type { Paper } from '../pages/theme.ts';
import { metadata } from './metadata.ts';
import { array, ascii, atom, dictionary, hex, name, pdfDate, ref, stream, text, writePdf } from './write.ts';

/** Room for the CMS in the file, in bytes; about 2,000 are used with a chain of two certificates. */
export const SIGNATURE_ROOM = 8192;
/** Room for the four numbers of the byte range. */
const BYTE_RANGE_ROOM = 48;

export interface Parts {
  /** PDFs by the renderer, in order; their pages are joined. */
  readonly chunks: readonly Uint8Array[];
  readonly paper: Paper;
  readonly bookmarks: readonly Bookmark[];
  readonly signature: SignatureArea;
  readonly title: string;
  readonly subject: string;
  readonly author: string;
  readonly signedAtMs: number;
  readonly meaning: string;
  /** The report's model as canonical JSON. */
  readonly attachment: Uint8Array;
  readonly appVersion: string;
}

/** A PDF that lacks only its signature, and where that goes. */
export interface Unsigned {
  readonly pdf: Uint8Array;
  /** The gap for the signature, `<` and `>` included: bytes `start` to `end`. */
  readonly start: number;
  readonly end: number;
  readonly pages: number;
}

/**
 * Joins the rendered chunks into one file with outline, metadata, the attached model and an empty
 * signature field. One revision, so that a signature over it can leave nothing out.
 */
export function assemble(parts: Parts): Unsigned {
  const objects: (PdfValue | undefined)[] = [];
  const reserve = (): number => objects.push(undefined);
  const add = (value: PdfValue): number => objects.push(value);
  const set = (number: number, value: PdfValue): void => {
    objects[number - 1] = value;
  };

  const catalog = reserve();
  const pageTree = reserve();
  const pages = parts.chunks.flatMap((chunk) => copyPages(readPdf(chunk), pageTree, reserve, set));
  const attachment = attach(parts, add);
  const outline = addOutline(parts, pages, reserve, set);
  const signature = add(signatureDictionary(parts));
  const field = reserve();
  const firstPage = pages[parts.signature.sheet];
  if (firstPage === undefined) throw new Error('the page of the signature is missing');
  set(field, signatureField(parts, signature, firstPage, add));
  addAnnotation(objects, firstPage, field);
  set(pageTree, dictionary({ Type: name('Pages'), Kids: array(pages.map(ref)), Count: atom(pages.length) }));
  const xmp = add(stream({ Type: name('Metadata'), Subtype: name('XML') }, metadata(parts)));
  set(
    catalog,
    dictionary({
      Type: name('Catalog'),
      Pages: ref(pageTree),
      Lang: ascii('en-US'),
      Metadata: ref(xmp),
      ViewerPreferences: dictionary({ DisplayDocTitle: atom(true) }),
      PageMode: name('UseOutlines'),
      Outlines: ref(outline),
      Names: dictionary({
        EmbeddedFiles: dictionary({ Names: array([text(REPORT_ATTACHMENT), ref(attachment)]) }),
      }),
      AF: array([ref(attachment)]),
      AcroForm: dictionary({ Fields: array([ref(field)]), SigFlags: atom(3) }),
      // A certification: readers treat any later change as a breach.
      Perms: dictionary({ DocMDP: ref(signature) }),
    }),
  );
  const info = add(
    dictionary({
      Title: text(parts.title),
      Author: text(parts.author),
      Subject: text(parts.subject),
      Creator: text(`Swarm Clinical ${parts.appVersion}`),
      Producer: text('Swarm Clinical'),
      CreationDate: ascii(pdfDate(parts.signedAtMs)),
    }),
  );
  const id = createHash('sha256').update(parts.attachment).digest().subarray(0, 16);
  const complete = objects.map((object) => {
    if (object === undefined) throw new Error('an object was reserved and never written');
    return object;
  });
  const { bytes, offsets } = writePdf(complete, catalog, info, id);
  return { ...setByteRange(bytes, offsets[signature - 1] ?? 0), pages: pages.length };
}

/** Copies every page with all it refers to; returns the new object numbers of the pages. */
function copyPages(
  file: PdfFile,
  pageTree: number,
  reserve: () => number,
  set: (number: number, value: PdfValue) => void,
): number[] {
  const copied = new Map<number, number>();
  const root = dictionaryOf(file, file.trailer.entries.get('Root'), 'the catalog');
  const tree = dictionaryOf(file, root.entries.get('Pages'), 'the page tree');
  const kids = tree.entries.get('Kids');
  const copyObject = (number: number): number => {
    const known = copied.get(number);
    if (known !== undefined) return known;
    const target = reserve();
    copied.set(number, target);
    set(target, copy(file.object(number)));
    return target;
  };
  const copy = (value: PdfValue): PdfValue => {
    switch (value.type) {
      case 'ref':
        return ref(copyObject(value.object));
      case 'array':
        return array(value.items.map(copy));
      case 'dictionary':
        return copyDictionary(value);
      case 'stream':
        return { ...value, dictionary: copyDictionary(value.dictionary) };
      case 'atom':
      case 'name':
      case 'string':
        return value;
    }
  };
  const copyDictionary = (value: PdfDictionary): PdfDictionary => ({
    type: 'dictionary',
    entries: new Map(
      [...value.entries].map(([key, item]) => [key, key === 'Parent' ? ref(pageTree) : copy(item)]),
    ),
  });
  if (kids?.type !== 'array') throw new Error('the renderer wrote no pages');
  return kids.items.map((kid) => {
    if (kid.type !== 'ref') throw new Error('the renderer wrote a page in an unknown form');
    return copyObject(kid.object);
  });
}

/** The model goes in uncompressed, so that a verifier needs no more than a hash function to check it. */
function attach(parts: Parts, add: (value: PdfValue) => number): number {
  const sha256 = createHash('sha256').update(parts.attachment).digest('hex');
  const file = add(
    stream(
      {
        Type: name('EmbeddedFile'),
        Subtype: name('application#2Fjson'),
        Params: dictionary({
          Size: atom(parts.attachment.length),
          ModDate: ascii(pdfDate(parts.signedAtMs)),
        }),
      },
      parts.attachment,
    ),
  );
  return add(
    dictionary({
      Type: name('Filespec'),
      F: text(REPORT_ATTACHMENT),
      UF: text(REPORT_ATTACHMENT),
      AFRelationship: name('Source'),
      Desc: text(`The report as data, SHA-256 ${sha256}`),
      EF: dictionary({ F: ref(file) }),
    }),
  );
}

function addOutline(
  { bookmarks, paper }: Pick<Parts, 'bookmarks' | 'paper'>,
  pages: readonly number[],
  reserve: () => number,
  set: (number: number, value: PdfValue) => void,
): number {
  const outline = reserve();
  const items = bookmarks.map(reserve);
  bookmarks.forEach((bookmark, index) => {
    const previous = items[index - 1];
    const next = items[index + 1];
    set(
      items[index] ?? 0,
      dictionary({
        Title: text(bookmark.title),
        Parent: ref(outline),
        Dest: array([
          ref(pages[bookmark.sheet] ?? pages[0] ?? 0),
          name('XYZ'),
          atom(0),
          atom(paper.height - bookmark.y + 12),
          { type: 'atom', text: 'null' },
        ]),
        ...(previous === undefined ? {} : { Prev: ref(previous) }),
        ...(next === undefined ? {} : { Next: ref(next) }),
      }),
    );
  });
  set(
    outline,
    dictionary({
      Type: name('Outlines'),
      Count: atom(items.length),
      ...(items.length === 0 ? {} : { First: ref(items[0] ?? 0), Last: ref(items.at(-1) ?? 0) }),
    }),
  );
  return outline;
}

function signatureDictionary(parts: Parts): PdfValue {
  return dictionary({
    Type: name('Sig'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name('ETSI.CAdES.detached'),
    Name: text(parts.author),
    Reason: text(parts.meaning),
    M: ascii(pdfDate(parts.signedAtMs)),
    Reference: array([
      dictionary({
        Type: name('SigRef'),
        TransformMethod: name('DocMDP'),
        TransformParams: dictionary({ Type: name('TransformParams'), P: atom(1), V: name('1.2') }),
      }),
    ]),
    ByteRange: { type: 'atom', text: ' '.repeat(BYTE_RANGE_ROOM) },
    Contents: hex(new Uint8Array(SIGNATURE_ROOM)),
  });
}

/** The field stands over the printed signature panel; its own appearance is empty, the page says it all. */
function signatureField(
  { signature: area, paper }: Pick<Parts, 'signature' | 'paper'>,
  signature: number,
  page: number,
  add: (value: PdfValue) => number,
): PdfValue {
  const empty = add(
    stream(
      {
        Type: name('XObject'),
        Subtype: name('Form'),
        BBox: array([atom(0), atom(0), atom(area.width), atom(area.height)]),
        Resources: dictionary({}),
      },
      new Uint8Array(0),
    ),
  );
  const bottom = paper.height - area.y - area.height;
  return dictionary({
    Type: name('Annot'),
    Subtype: name('Widget'),
    FT: name('Sig'),
    T: text('Signature'),
    TU: text('Signature of this report'),
    V: ref(signature),
    P: ref(page),
    // Print and locked.
    F: atom(132),
    Rect: array([atom(area.x), atom(bottom), atom(area.x + area.width), atom(bottom + area.height)]),
    AP: dictionary({ N: ref(empty) }),
  });
}

function addAnnotation(objects: (PdfValue | undefined)[], page: number, field: number): void {
  const value = objects[page - 1];
  if (value?.type !== 'dictionary') throw new Error('a page is no dictionary');
  objects[page - 1] = {
    type: 'dictionary',
    entries: new Map([...value.entries, ['Annots', array([ref(field)])]]),
  };
}

/** Writes the byte range into its room: the whole file but the signature's own string. */
function setByteRange(buffer: Buffer, signatureAt: number): { pdf: Uint8Array; start: number; end: number } {
  const marker = Buffer.from('/ByteRange ', 'latin1');
  const contents = Buffer.from(' /Contents <', 'latin1');
  const range = buffer.indexOf(marker, signatureAt) + marker.length;
  const start = buffer.indexOf(contents, range) + contents.length - 1;
  const end = start + 2 * SIGNATURE_ROOM + 2;
  if (buffer[start] !== 0x3c || buffer[end - 1] !== 0x3e) throw new Error('the room for the signature moved');
  const written = `[0 ${start} ${end} ${buffer.length - end}]`.padEnd(BYTE_RANGE_ROOM);
  buffer.write(written, range, 'latin1');
  return { pdf: buffer, start, end };
}
