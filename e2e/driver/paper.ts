import { execFileSync } from 'node:child_process';

/** The letters of a printed sheet or emergency paper, in the order of their numbers. */
export function lettersOf(file: string): string {
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8', timeout: 20_000 });
  return [...text.matchAll(/\b(\d{1,2}) +([0-9A-HJKMNP-TV-Z]{5})(?=\s)/g)]
    .map(([, number, group]) => [Number(number), group] as const)
    .sort(([a], [b]) => a - b)
    .map(([, group]) => group)
    .join(' ');
}
