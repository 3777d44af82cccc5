import { useVirtualizer, type Range } from '@tanstack/react-virtual';
import { GridLine, type GridColumn } from './grid-line.tsx';
import { useEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';

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
  /** The row to show first, such as the one that an address names. */
  readonly startAt?: number;
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
 * Enter opens, Enter again goes into the detail; the list keeps its place meanwhile.
 */
export function Grid<Row>(props: GridProps<Row>): ReactNode {
  const { columns, count, rowAt, keyOf, selected, onOpen, onRange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const [active, setActive] = useState(props.startAt ?? 0);
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

  const start = useRef(props.startAt);
  useEffect(() => {
    if (start.current !== undefined && count > 0) {
      rows.scrollToIndex(start.current, { align: 'center' });
      start.current = undefined;
    }
  }, [rows, count]);

  const atEnd = useRef(props.startAt === undefined);
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
      if (row === undefined || props.heading?.(row) !== undefined) return;
      if (selected !== undefined && keyOf(row) === selected) focusDetail();
      else onOpen(row);
    }
  };

  if (count === 0 && props.empty !== undefined) return <div className="grid-none">{props.empty}</div>;
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
      <div className="grid-rows" role="rowgroup" style={{ height: rows.getTotalSize() }}>
        {items.map((item) => {
          const row = rowAt(item.index);
          return (
            <GridLine
              key={item.key}
              row={row}
              columns={columns}
              index={item.index}
              start={item.start}
              height={height}
              heading={row === undefined ? undefined : props.heading?.(row)}
              isSelected={row !== undefined && selected !== undefined && keyOf(row) === selected}
              isCurrent={item.index === current}
              onOpen={onOpen}
              onChosen={setActive}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Rows of a whole list in hand. */
export function ListGrid<Row>(
  props: Omit<GridProps<Row>, 'count' | 'rowAt' | 'onRange'> & { readonly rows: readonly Row[] },
): ReactNode {
  const { rows, ...rest } = props;
  const { selected, keyOf } = rest;
  const at = selected === undefined ? -1 : rows.findIndex((row) => keyOf(row) === selected);
  return (
    <Grid {...rest} {...(at < 0 ? {} : { startAt: at })} count={rows.length} rowAt={(index) => rows[index]} />
  );
}

/** From the list into the detail beside it. */
function focusDetail(): void {
  document.querySelector<HTMLElement>('[data-detail]')?.focus();
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
