import { subheading, paragraph } from './blocks.ts';
import type { Flow, SignatureArea } from './sheet.ts';
import { COLOUR, MARGIN, TEXT } from './theme.ts';

/** How many people may sign after the first; each needs room that is kept for it from the start. */
const PLACES = 3;
const HEIGHT = 58;
const GAP = 8;

/** Room for others to sign in turn. What they sign into it is drawn over these boxes, and nowhere else. */
export function countersignatures(flow: Flow): void {
  subheading(flow, 'Further signatures', 44 + PLACES * (HEIGHT + GAP));
  paragraph(
    flow,
    'Others sign here in turn. A further signature is added behind the file and leaves every byte before it as it is, so that the signatures before it stay valid. A box without a name is nobody’s signature.',
    TEXT.quiet,
  );
  const areas: SignatureArea[] = [];
  for (let place = 1; place <= PLACES; place += 1) {
    flow.need(HEIGHT + GAP);
    const area = {
      sheet: flow.sheets.length - 1,
      x: MARGIN.left,
      y: flow.y,
      width: flow.width,
      height: HEIGHT,
    };
    areas.push(area);
    flow.put({ kind: 'box', ...box(area), stroke: COLOUR.hairline });
    const words = `FURTHER SIGNATURE ${place}, EMPTY`;
    flow.tell({ kind: 'paragraph', text: words });
    flow.setLines([words], { ...TEXT.head, colour: COLOUR.muted }, area.x + 12, area.y + 10);
    flow.y += HEIGHT + GAP;
  }
  flow.countersignatures = areas;
}

function box({ x, y, width, height }: SignatureArea): Omit<SignatureArea, 'sheet'> {
  return { x, y, width, height };
}
