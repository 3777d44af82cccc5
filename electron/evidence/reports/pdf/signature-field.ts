import type { PdfDictionary, PdfValue } from '../../../../shared/verify/index.ts';
import type { SignatureArea } from '../pages/sheet.ts';
import { array, ascii, atom, dictionary, hex, name, pdfDate, ref, stream, text } from './write.ts';

/** Room for the CMS in the file, in bytes; 2,000 are used with two certificates of P-256, 9,000 with four of RSA. */
export const SIGNATURE_ROOM = 16_384;
/** Room for the four numbers of the byte range. */
const BYTE_RANGE_ROOM = 48;

/** A PDF that lacks only its signature, and where that goes. */
export interface Unsigned {
  readonly pdf: Uint8Array;
  /** The gap for the signature, `<` and `>` included: bytes `start` to `end`. */
  readonly start: number;
  readonly end: number;
  readonly pages: number;
}

export interface SignatureWords {
  readonly name: string;
  readonly meaning: string;
  readonly atMs: number;
}

/** A signature that is still empty. The first one certifies: readers treat any change but further signatures as a breach. */
export function signatureDictionary(words: SignatureWords, first: boolean): PdfValue {
  return dictionary({
    Type: name('Sig'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name('ETSI.CAdES.detached'),
    Name: text(words.name),
    Reason: text(words.meaning),
    M: ascii(pdfDate(words.atMs)),
    ...(first ? { Reference: array([certification()]) } : {}),
    ByteRange: { type: 'atom', text: ' '.repeat(BYTE_RANGE_ROOM) },
    Contents: hex(new Uint8Array(SIGNATURE_ROOM)),
  });
}

/** Nothing but filling in fields and signing is allowed (ISO 32000-1, 12.8.2.2). */
function certification(): PdfValue {
  return dictionary({
    Type: name('SigRef'),
    TransformMethod: name('DocMDP'),
    TransformParams: dictionary({ Type: name('TransformParams'), P: atom(2), V: name('1.2') }),
  });
}

/** A field on a page. Its appearance is empty: the page below it is printed. */
export function signatureField(
  field: {
    readonly name: string;
    readonly about: string;
    readonly area: SignatureArea;
    readonly paperHeight: number;
    readonly page: number;
    /** Its key in the structure's tree of parents. */
    readonly structure: number;
    /** The object that holds the signature; absent while nobody has signed. */
    readonly signature?: number;
  },
  add: (value: PdfValue) => number,
): PdfDictionary {
  const { area } = field;
  const bottom = field.paperHeight - area.y - area.height;
  return dictionary({
    Type: name('Annot'),
    Subtype: name('Widget'),
    FT: name('Sig'),
    T: text(field.name),
    TU: text(field.about),
    ...(field.signature === undefined ? {} : { V: ref(field.signature) }),
    P: ref(field.page),
    StructParent: atom(field.structure),
    // Print and locked.
    F: atom(132),
    Rect: array([atom(area.x), atom(bottom), atom(area.x + area.width), atom(bottom + area.height)]),
    AP: dictionary({ N: ref(add(emptyForm(area))) }),
  });
}

function emptyForm({ width, height }: SignatureArea): PdfValue {
  return stream(
    {
      Type: name('XObject'),
      Subtype: name('Form'),
      BBox: array([atom(0), atom(0), atom(width), atom(height)]),
      Resources: dictionary({}),
    },
    new Uint8Array(0),
  );
}

/** Writes the byte range into its room: the whole file but the signature's own string. */
export function setByteRange(
  buffer: Buffer,
  signatureAt: number,
): { readonly pdf: Uint8Array; readonly start: number; readonly end: number } {
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
