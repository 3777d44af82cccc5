import type { ReactNode } from 'react';
import type { PreviewView } from '../../../shared/ipc/index.ts';
import { Cell } from '../../ui/cells.tsx';
import { TYPE_WORDS } from '../../ui/words.ts';

/** First rows of a file as they stand in it, with the type that each column seems to have. */
export function PreviewTable(props: { readonly view: PreviewView }): ReactNode {
  const { view } = props;
  return (
    <div
      className="preview"
      data-holds="patients"
      tabIndex={0}
      role="region"
      aria-label="First rows of the file"
    >
      <table className="preview-table">
        <thead>
          <tr>
            {view.headers.map((header, index) => {
              const type = view.types?.[index];
              return (
                <th key={index} scope="col">
                  <span>{header === '' ? <Cell value="" /> : header}</span>
                  {type !== undefined && <span className="preview-type">{TYPE_WORDS[type]}</span>}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row, index) => (
            <tr key={index}>
              {view.headers.map((_, column) => (
                <td key={column}>
                  <Cell value={row[column]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
