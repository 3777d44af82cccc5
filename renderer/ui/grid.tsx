import { useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';

export interface GridColumn<Row> {
  readonly id: string;
  readonly header: ReactNode;
  /** A CSS grid track: `8rem`, `minmax(12rem, 1fr)`. */
  readonly width: string;
  readonly end?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

interface GridProps<Row> {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly count: number;
  /** Undefined for a row that is still on its way. */
  readonly rowAt: (index: number) => Row | undefined;
  readonly keyOf: (row: Row) => string;
  readonly selected?: string | undefined;
  /** Rows open a detail; without it the rows are only read. */
  readonly onOpen?: (row: Row) => void;
  /** Told which rows are in sight, so that they can be fetched. */
  readonly onRange?: (first: number, last: number) => void;
  /** A row that is a heading over the ones below it. */
  readonly heading?: (row: Row) => ReactNode | undefined;
  /** Stays at the end while rows are added, as long as the end is in sight. */
  readonly follow?: boolean;
  /** Height of a row in rem. */
  readonly rowHeight?: number;
  readonly empty?: ReactNode;
  /** Ends where its rows end, instead of filling the height it is given. */
  readonly fit?: boolean;
}

const REM = 16;

/**
 * A table of many rows of which only those in sight exist. Arrow keys, Home, End and Page keys move,
 * Enter opens; the list keeps its place while a detail is open.
 */
export function Grid<Row>(props: GridProps<Row>): ReactNode {
  const { columns, count, rowAt, keyOf, selected, onOpen, onRange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const [active, setActive] = useState(0);
  const rem = remSize();
  const height = (props.rowHeight ?? 2.25) * rem;
  const current = Math.min(active, Math.max(0, count - 1));

  // The library's functions change with every scroll; this part is left out of memoisation by design.
  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    scrollPaddingStart: 2.25 * rem,
    rangeExtractor: (range) => withActive(range, current),
  });
  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (count > 0) onRange?.(first, last);
  }, [onRange, first, last, count]);

  useEffect(() => {
    if (!wantsFocus.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${current}"]`);
    if (row === null || row === undefined) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: true });
  });

  const atEnd = useRef(true);
  const follow = props.follow === true;
  useEffect(() => {
    const box = scroller.current;
    if (!follow || box === null) return;
    const stay = (): void => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    };
    stay();
    const watcher = new ResizeObserver(stay);
    watcher.observe(box);
    return () => watcher.disconnect();
  }, [follow, count]);

  const move = (to: number): void => {
    const next = Math.min(count - 1, Math.max(0, to));
    wantsFocus.current = true;
    setActive(next);
    rows.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (onOpen === undefined || count === 0) return;
    if (!(event.target instanceof HTMLElement) || event.target.getAttribute('role') !== 'row') return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: count - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      const row = rowAt(current);
      if (row !== undefined && props.heading?.(row) === undefined) onOpen(row);
    }
  };

  const interactive = onOpen !== undefined;
  const tracks = { '--tracks': columns.map((column) => column.width).join(' ') } as CSSProperties;
  return (
    <div
      className={props.fit === true ? 'grid grid-fit' : 'grid'}
      role={interactive ? 'grid' : 'table'}
      aria-label={props.label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      style={tracks}
      ref={scroller}
      onKeyDown={onKeyDown}
      onScroll={({ currentTarget: box }) => {
        atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < height;
      }}
      {...(interactive && count > 0 ? {} : { tabIndex: 0 })}
    >
      <div className="grid-head" role="rowgroup">
        <div className="grid-row" role="row" aria-rowindex={1}>
          {columns.map((column) => (
            <div
              key={column.id}
              role="columnheader"
              className={column.end === true ? 'grid-cell grid-end' : 'grid-cell'}
            >
              {column.header}
            </div>
          ))}
        </div>
      </div>
      {count === 0 ? (
        props.empty
      ) : (
        <div className="grid-rows" role="rowgroup" style={{ height: rows.getTotalSize() }}>
          {items.map((item) => {
            const row = rowAt(item.index);
            const key = row === undefined ? undefined : keyOf(row);
            const heading = row === undefined ? undefined : props.heading?.(row);
            const isSelected = key !== undefined && key === selected;
            return (
              <div
                key={item.key}
                role="row"
                data-index={item.index}
                aria-rowindex={item.index + 2}
                {...(interactive
                  ? { 'aria-selected': isSelected, tabIndex: item.index === current ? 0 : -1 }
                  : {})}
                className={lineClass(heading !== undefined, interactive, isSelected)}
                style={{ height, transform: `translateY(${item.start}px)` }}
                onClick={() => {
                  if (row === undefined || onOpen === undefined || heading !== undefined) return;
                  setActive(item.index);
                  onOpen(row);
                }}
              >
                {heading !== undefined ? (
                  <div
                    role={interactive ? 'gridcell' : 'cell'}
                    aria-colspan={columns.length}
                    className="grid-cell grid-span"
                  >
                    {heading}
                  </div>
                ) : (
                  columns.map((column) => (
                    <div
                      key={column.id}
                      role={interactive ? 'gridcell' : 'cell'}
                      className={column.end === true ? 'grid-cell grid-end' : 'grid-cell'}
                    >
                      {row === undefined ? <span className="grid-coming" /> : column.cell(row)}
                    </div>
                  ))
                )}
              </div>
            );
          })}
        </div>
      )}
    </div>
  );
}

/** Rows of a whole list in hand. */
export function ListGrid<Row>(
  props: Omit<GridProps<Row>, 'count' | 'rowAt' | 'onRange'> & { readonly rows: readonly Row[] },
): ReactNode {
  const { rows, ...rest } = props;
  return <Grid {...rest} count={rows.length} rowAt={(index) => rows[index]} />;
}

function lineClass(heading: boolean, interactive: boolean, selected: boolean): string {
  if (heading) return 'grid-row grid-line grid-line-heading';
  return `grid-row grid-line${interactive ? ' grid-line-open' : ''}${selected ? ' grid-line-selected' : ''}`;
}

/** Indexes in sight, and the active row, which must stay to keep the focus. */
function withActive(range: Range, active: number): number[] {
  const first = Math.max(0, range.startIndex - range.overscan);
  const last = Math.min(range.count - 1, range.endIndex + range.overscan);
  const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  if (active < first) indexes.unshift(active);
  else if (active > last && active < range.count) indexes.push(active);
  return indexes;
}

function remSize(): number {
  const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Number.isFinite(size) && size > 0 ? size : REM;
}
