import { remainsIn } from './remains.ts';
import type { Desk } from './swarm.ts';

const FAMILIES = ['Quillhaven', 'Osterwyckham', 'Thistlegrove', 'Vandermolenbrook', 'Abernathywood'];
const FIRST = ['Ottoline', 'Leocadia', 'Barnabas', 'Philippa', 'Thelonius'];
const ROWS = 60;

const nameOf = (index: number): string =>
  `${FIRST[index % FIRST.length] ?? ''} ${FAMILIES[(index * 3) % FAMILIES.length] ?? ''}`;
const numberOf = (index: number): string => `70431${String(1000 + index * 37)}`;
/** A measured value that nothing about a person is read from, and that no other table holds. */
const measureOf = (index: number): string => `4.${String(70_431_829 + index * 7_919)}`;

/** All that is planted, each value long enough to be in random bytes by no chance worth naming. */
export const PLANTED: readonly string[] = [
  ...FAMILIES,
  ...Array.from({ length: ROWS }, (_, index) => numberOf(index)),
  ...Array.from({ length: ROWS }, (_, index) => measureOf(index * 997)),
  ...['555-010-7731', 'Wraxborough Lane'],
];

/** A small table of people, with remarks in words. */
export function peopleTable(): string {
  const rows = Array.from({ length: ROWS }, (_, index) =>
    [
      ...[nameOf(index), numberOf(index), 30 + (index % 40), index % 9 === 0 ? '' : 4 + (index % 13)],
      `seen with ${nameOf(index)}, call 555-010-7731, lives at 12 Wraxborough Lane`,
    ].join(';'),
  );
  return `Patient;MRN;age;potassium;remark\n${rows.join('\n')}\n`;
}

/** A table of figures that may leave, large enough to be on its way for a while. */
export function figuresTable(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) =>
    [30 + (index % 40), measureOf(index), (140 + (index % 997) / 10).toFixed(2)].join(';'),
  );
  return `age;potassium;sodium\n${lines.join('\n')}\n`;
}

/** Which files below a folder hold planted values, in their bytes or their names. */
export async function foundBelow(
  desk: Desk,
  folder: string,
): Promise<{ readonly files: number; readonly found: (readonly [string, string[]])[] }> {
  const files = await desk.files(folder);
  const found = Array.from(files, ([path, bytes]) => [path, remainsIn(bytes, PLANTED)] as const).filter(
    ([path, values]) => values.length > 0 || remainsIn(Buffer.from(path), PLANTED).length > 0,
  );
  return { files: files.size, found };
}
