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
}): ReactNode {
  return (
    <table className="plain-table">
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
              <Cell value={example.after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
