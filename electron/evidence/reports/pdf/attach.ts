import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { PdfValue } from '../../../../shared/verify/index.ts';
import { array, ascii, atom, dictionary, name, pdfDate, ref, stream, text } from './write.ts';

/** A file that travels inside a report. */
export interface AttachedFile {
  readonly name: string;
  /** In words; its SHA-256 is put behind it. */
  readonly about: string;
  readonly mime: string;
  /** What it is to the document (ISO 19005-3, annex E). */
  readonly relationship: 'Source' | 'Data' | 'Alternative' | 'Supplement';
  readonly bytes: Uint8Array;
  /** Packed files need a verifier that can unpack; the model is left as it is. */
  readonly packed: boolean;
}

/** Puts files in and returns what the catalog says of them. */
export function attachFiles(
  files: readonly AttachedFile[],
  atMs: number,
  add: (value: PdfValue) => number,
): { readonly names: PdfValue; readonly associated: PdfValue } {
  const specifications = files.map((file) => ({ file, object: attach(file, atMs, add) }));
  // A name tree is searched by halves: its names stand in order.
  const ordered = specifications.toSorted((a, b) => (a.file.name < b.file.name ? -1 : 1));
  return {
    names: dictionary({
      EmbeddedFiles: dictionary({
        Names: array(ordered.flatMap(({ file, object }) => [text(file.name), ref(object)])),
      }),
    }),
    associated: array(specifications.map(({ object }) => ref(object))),
  };
}

function attach(file: AttachedFile, atMs: number, add: (value: PdfValue) => number): number {
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  const embedded = add(
    stream(
      {
        Type: name('EmbeddedFile'),
        Subtype: name(file.mime.replace('/', '#2F')),
        Params: dictionary({ Size: atom(file.bytes.length), ModDate: ascii(pdfDate(atMs)) }),
        ...(file.packed ? { Filter: name('FlateDecode') } : {}),
      },
      file.packed ? deflateSync(file.bytes, { level: 9 }) : file.bytes,
    ),
  );
  return add(
    dictionary({
      Type: name('Filespec'),
      F: text(file.name),
      UF: text(file.name),
      AFRelationship: name(file.relationship),
      Desc: text(`${file.about}, SHA-256 ${sha256}`),
      EF: dictionary({ F: ref(embedded) }),
    }),
  );
}
