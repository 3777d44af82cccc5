import type { VerifyView } from '../../../shared/ipc/index.ts';
import { LARGEST_DOCUMENT_BYTES } from '../../../shared/verify/pdf-file.ts';

/**
 * Verifies a file that somebody dropped here, in this page: bytes from elsewhere reach neither the main
 * process nor any viewer. A file that is larger than any report is not read.
 *
 * @param roots fingerprints of roots whose signatures are known
 */
export async function verifyDropped(
  file: Pick<File, 'name' | 'size' | 'arrayBuffer'>,
  roots: readonly string[],
): Promise<VerifyView> {
  if (file.size > LARGEST_DOCUMENT_BYTES)
    return failed(file.name, 'the file is larger than any report or bundle');
  const { verifyDocument, webTools } = await import('../../../shared/verify/index.ts');
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return failed(file.name, 'the file cannot be read; a folder is verified by `swarm audit verify`');
  }
  return verifyDocument(bytes, { fileName: file.name, roots }, webTools(globalThis));
}

function failed(subject: string, detail: string): VerifyView {
  return { ok: false, subject, lines: [{ what: 'Form', verdict: 'failed', detail, firstBad: 'Form' }] };
}
