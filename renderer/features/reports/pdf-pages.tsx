import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Failure, Skeleton } from '../../ui/states.tsx';
import { openPdf } from './pdf-engine.ts';

interface Opened {
  readonly document: PDFDocumentProxy;
  /** Of the first page, which all others share: width over height. */
  readonly shape: number;
}

type Opening =
  { readonly state: 'loading' } | { readonly state: 'failed' } | ({ readonly state: 'open' } & Opened);

const UNREADABLE = {
  code: 'internal',
  message: 'the pages of the report cannot be shown here',
  hint: 'Save the report and open it in a PDF reader.',
};

/** The pages of a report, one under the other, drawn from the PDF itself as they come into sight. */
export function PdfPages(props: { readonly pdf: string; readonly label: string }): ReactNode {
  const { pdf } = props;
  const [opening, setOpening] = useState<Opening>({ state: 'loading' });
  useEffect(() => {
    let gone = false;
    let opened: PDFDocumentProxy | undefined;
    const open = async (): Promise<void> => {
      try {
        opened = await openPdf(pdf);
        const { width, height } = (await opened.getPage(1)).getViewport({ scale: 1 });
        if (!gone) setOpening({ state: 'open', document: opened, shape: width / height });
      } catch {
        if (!gone) setOpening({ state: 'failed' });
      }
    };
    const done = open();
    return () => {
      gone = true;
      void done.then(() => opened?.loadingTask.destroy());
    };
  }, [pdf]);
  if (opening.state === 'loading') return <Skeleton label="pages" lines={12} />;
  if (opening.state === 'failed') return <Failure problem={UNREADABLE} where="pages of the report" />;
  const { document, shape } = opening;
  return (
    <div className="pdf-pages" role="region" aria-label={props.label} tabIndex={0}>
      {Array.from({ length: document.numPages }, (_, index) => (
        <PdfPage key={index} document={document} number={index + 1} shape={shape} />
      ))}
    </div>
  );
}

/** One page: its picture, and its words for those who hear it. Drawn when it is near, forgotten when it is far. */
function PdfPage(props: {
  readonly document: PDFDocumentProxy;
  readonly number: number;
  readonly shape: number;
}): ReactNode {
  const { document, number } = props;
  const frame = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [near, setNear] = useState(false);
  const [words, setWords] = useState('');
  useEffect(() => {
    const seen = new IntersectionObserver(
      (entries) => setNear(entries.some(({ isIntersecting }) => isIntersecting)),
      { rootMargin: '60% 0px' },
    );
    if (frame.current !== null) seen.observe(frame.current);
    return () => seen.disconnect();
  }, []);
  useEffect(() => {
    const target = canvas.current;
    if (!near || target === null) return;
    let stopped = false;
    let stop: (() => void) | undefined;
    const draw = async (): Promise<void> => {
      const page = await document.getPage(number);
      if (stopped) return;
      const { width } = page.getViewport({ scale: 1 });
      const viewport = page.getViewport({
        scale: (target.clientWidth * Math.min(2, window.devicePixelRatio)) / width,
      });
      target.width = Math.round(viewport.width);
      target.height = Math.round(viewport.height);
      const drawing = page.render({ canvas: target, viewport });
      stop = () => drawing.cancel();
      await drawing.promise;
      const { items } = await page.getTextContent();
      setWords(items.map((item) => ('str' in item ? item.str : '')).join(' '));
    };
    // A page that went out of sight while it was drawn is no failure.
    void draw().catch(() => undefined);
    return () => {
      stopped = true;
      stop?.();
    };
  }, [document, near, number]);
  const label = `Page ${number} of ${document.numPages}`;
  return (
    <figure className="pdf-page" ref={frame} aria-label={label} data-drawn={words !== ''}>
      <svg className="pdf-page-shape" viewBox={`0 0 ${1000 * props.shape} 1000`} aria-hidden="true" />
      {near && <canvas ref={canvas} className="pdf-page-picture" aria-hidden="true" />}
      <p className="unseen">{words}</p>
      <figcaption className="pdf-page-number">{label}</figcaption>
    </figure>
  );
}
