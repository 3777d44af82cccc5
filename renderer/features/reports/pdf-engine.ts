import type { PDFDocumentProxy } from 'pdfjs-dist';

/**
 * Opens a report of this workspace for being looked at. Nothing else is opened here: a file from
 * elsewhere is verified, and shown by nobody's parser.
 *
 * The page's policy allows no worker, no `eval`, no fetch and no WebAssembly; pdf.js does without all of
 * them. Its glyphs are drawn as outlines, so that no font reaches the page either.
 */
export async function openPdf(base64: string): Promise<PDFDocumentProxy> {
  const [engine] = await Promise.all([import('pdfjs-dist'), import('pdfjs-dist/build/pdf.worker.mjs')]);
  const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return engine.getDocument({
    data,
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    useWorkerFetch: false,
    isImageDecoderSupported: false,
    isOffscreenCanvasSupported: false,
    disableAutoFetch: true,
    disableStream: true,
    disableRange: true,
    enableXfa: false,
    stopAtErrors: true,
    verbosity: engine.VerbosityLevel.ERRORS,
  }).promise;
}
