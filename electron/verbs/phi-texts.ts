import { Problem, type DatasetId } from '../../shared/domain/index.ts';
import type { Content } from './content.ts';

/** Free text of a dataset as it was imported: the columns, and every cell that holds some. */
export interface FreeText {
  readonly columns: readonly string[];
  /** Column by column, in the order of rows; in clear. */
  readonly texts: readonly string[];
}

const FIRST_VERSION = 1;

/** Names of the columns of free text. */
export async function freeTextColumns(content: Content, dataset: DatasetId): Promise<readonly string[]> {
  const { columns } = await content.datasets.get(dataset, FIRST_VERSION);
  return columns.filter(({ labels }) => labels.includes('free_text')).map(({ name }) => name);
}

/** @throws Problem `invalid_input` where no column holds free text */
export async function readFreeText(content: Content, dataset: DatasetId): Promise<FreeText> {
  const columns = await freeTextColumns(content, dataset);
  const texts: string[] = [];
  for (const column of columns) {
    const cells = await content.datasets.readCells(dataset, FIRST_VERSION, column);
    for (const cell of cells) if (cell !== null && cell.trim() !== '') texts.push(cell);
  }
  if (texts.length === 0)
    throw new Problem(
      'invalid_input',
      'this dataset holds no free text',
      'Choose a dataset with a column of notes; other columns are decided as a whole.',
    );
  return { columns, texts };
}
