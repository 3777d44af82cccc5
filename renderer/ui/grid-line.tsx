import type { ReactNode } from 'react';

export interface GridColumn<Row> {
  readonly id: string;
  readonly header: ReactNode;
  /** A CSS grid track: `8rem`, `minmax(12rem, 1fr)`. */
  readonly width: string;
  readonly end?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

function lineClass(heading: boolean, interactive: boolean, selected: boolean): string {
  if (heading) return 'grid-row grid-line grid-line-heading';
  return `grid-row grid-line${interactive ? ' grid-line-open' : ''}${selected ? ' grid-line-selected' : ''}`;
}

/** One row in its place: its cells, or one heading across all of them. */
export function GridLine<Row>(props: {
  readonly row: Row | undefined;
  readonly columns: readonly GridColumn<Row>[];
  readonly index: number;
  /** Distance from the first row and own height, in pixels. */
  readonly start: number;
  readonly height: number;
  readonly heading: ReactNode | undefined;
  readonly isSelected: boolean;
  readonly isCurrent: boolean;
  readonly onOpen: ((row: Row) => void) | undefined;
  readonly onChosen: (index: number) => void;
}): ReactNode {
  const { row, columns, index, heading, onOpen } = props;
  const interactive = onOpen !== undefined;
  const role = interactive ? 'gridcell' : 'cell';
  return (
    <div
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      {...(interactive ? { 'aria-selected': props.isSelected, tabIndex: props.isCurrent ? 0 : -1 } : {})}
      className={lineClass(heading !== undefined, interactive, props.isSelected)}
      style={{ height: props.height, transform: `translateY(${props.start}px)` }}
      onClick={() => {
        if (row === undefined || onOpen === undefined || heading !== undefined) return;
        props.onChosen(index);
        onOpen(row);
      }}
    >
      {heading !== undefined ? (
        <div role={role} aria-colspan={columns.length} className="grid-cell grid-span">
          {heading}
        </div>
      ) : (
        columns.map((column) => (
          <div
            key={column.id}
            role={role}
            className={column.end === true ? 'grid-cell grid-end' : 'grid-cell'}
          >
            {row === undefined ? <span className="grid-coming" /> : column.cell(row)}
          </div>
        ))
      )}
    </div>
  );
}
