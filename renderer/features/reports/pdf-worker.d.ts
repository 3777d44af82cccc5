/** The parsing half of pdf.js; loading it on the page makes it work there, without a worker of its own. */
declare module 'pdfjs-dist/build/pdf.worker.mjs';
