import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, type ReactNode, type RefObject } from 'react';
import type { DatasetId } from '../../../shared/domain/index.ts';
import { invoke } from '../../api/bridge.ts';
import { usePages, type Page } from '../../api/pages.ts';
import { Cell } from '../../ui/cells.tsx';
import { Failure } from '../../ui/states.tsx';
import './rows-table.css';

const LINE = 32;
const CELL = 152;
const NUMBER = 64;

type Row = readonly (string | null)[];

/** Rows of one version of a dataset, in clear. Only the cells in sight exist. */
export function RowsTable(props: {
  readonly dataset: DatasetId;
  readonly version: number;
  readonly columns: readonly string[];
  /** Columns to point out: gone in the other version, or new in this one. */
  readonly gone?: ReadonlySet<string>;
  readonly added?: ReadonlySet<string>;
  readonly label?: string;
  readonly box?: RefObject<HTMLDivElement | null>;
  readonly onScroll?: (box: HTMLDivElement) => void;
}): ReactNode {
  const { dataset, version, columns } = props;
  const own = useRef<HTMLDivElement>(null);
  const box = props.box ?? own;
  const fetch = useCallback(
    async ({ offset, limit }: Page) => {
      const answer = await invoke('datasets.getRows', { dataset, version, offset, limit });
      return answer.ok
        ? {
            ok: true as const,
            value: { total: answer.value.total, rows: answer.value.rows },
          }
        : answer;
    },
    [dataset, version],
  );
  const { total, problem, rowAt, onRange, reload } = usePages<Row>(`${dataset} ${version}`, fetch);

  // The library's functions change with every scroll; this part is left out of memoisation by design.
  // eslint-disable-next-line react-hooks/incompatible-library
  const lines = useVirtualizer({
    count: total ?? 30,
    getScrollElement: () => box.current,
    estimateSize: () => LINE,
    overscan: 8,
  });
  const cells = useVirtualizer({
    count: columns.length,
    horizontal: true,
    getScrollElement: () => box.current,
    estimateSize: () => CELL,
    overscan: 3,
  });
  const shown = lines.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => onRange(first, last), [onRange, first, last]);

  if (problem !== undefined) return <Failure problem={problem} retry={reload} where="rows of the dataset" />;
  const width = NUMBER + cells.getTotalSize();
  return (
    <div
      className="rows-box"
      data-holds="patients"
      ref={box}
      role="table"
      aria-label={props.label ?? 'Rows'}
      aria-rowcount={(total ?? 0) + 1}
      aria-colcount={columns.length + 1}
      aria-busy={total === undefined}
      tabIndex={0}
      onScroll={(event) => props.onScroll?.(event.currentTarget)}
    >
      <div role="rowgroup" className="rows-head" style={{ width }}>
        <div role="row" aria-rowindex={1}>
          <span role="columnheader" aria-colindex={1} className="rows-number">
            <span className="unseen">Row number</span>
          </span>
          {cells.getVirtualItems().map((cell) => {
            const name = columns[cell.index] ?? '';
            const gone = props.gone?.has(name) === true;
            const added = props.added?.has(name) === true;
            return (
              <span
                key={cell.key}
                role="columnheader"
                aria-colindex={cell.index + 2}
                className="rows-head-cell"
                style={{ left: NUMBER + cell.start, width: cell.size }}
              >
                <span className="clip">{name}</span>
                {gone && <span className="rows-gone">removed</span>}
                {added && <span className="rows-new">new</span>}
              </span>
            );
          })}
        </div>
      </div>
      <div role="rowgroup" style={{ height: lines.getTotalSize(), width, position: 'relative' }}>
        {shown.map((line) => {
          const row = rowAt(line.index);
          return (
            <div
              key={line.key}
              role="row"
              aria-rowindex={line.index + 2}
              className="rows-line"
              style={{ top: line.start, height: line.size, width }}
            >
              <span role="rowheader" aria-colindex={1} className="rows-number">
                {line.index + 1}
              </span>
              {cells.getVirtualItems().map((cell) => (
                <span
                  key={cell.key}
                  role="cell"
                  aria-colindex={cell.index + 2}
                  className="rows-cell"
                  style={{ left: NUMBER + cell.start, width: cell.size }}
                >
                  {row === undefined ? <span className="grid-coming" /> : <Cell value={row[cell.index]} />}
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
