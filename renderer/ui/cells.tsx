import type { ReactNode } from 'react';

/** One cell of a patient table, in clear. An empty one says so. */
export function Cell(props: { readonly value: string | null | undefined }): ReactNode {
  if (props.value === null || props.value === undefined) return <span className="null-cell">missing</span>;
  if (props.value === '') return <span className="null-cell">empty</span>;
  return props.value;
}

/** Cells before and after, row by row. */
export function CellChanges(props: {
  readonly examples: readonly {
    readonly row: number;
    readonly column: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
  /** What to say for a cell that is no longer there, such as `row removed`. */
  readonly gone?: string | undefined;
}): ReactNode {
  return (
    <table className="plain-table" data-holds="patients">
      <thead>
        <tr>
          <th className="end">Row</th>
          <th>Column</th>
          <th>Before</th>
          <th>After</th>
        </tr>
      </thead>
      <tbody>
        {props.examples.map((example) => (
          <tr key={`${example.row} ${example.column}`}>
            <td className="end faint">{example.row}</td>
            <td className="mono">{example.column}</td>
            <td>
              <Cell value={example.before} />
            </td>
            <td>
              {example.after === null && props.gone !== undefined ? (
                <span className="null-cell">{props.gone}</span>
              ) : (
                <Cell value={example.after} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
