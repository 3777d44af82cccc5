import { Problem } from '../../shared/domain/index.ts';

/** Where the command line writes: results on standard output, everything else on standard error. */
export interface Terminal {
  readonly json: boolean;
  /** A line of the result for people; silent when one JSON document is wanted. */
  say(line?: string): void;
  /** The one JSON document, when wanted. */
  result(document: unknown): void;
  /** A line about what is going on, on standard error. */
  note(line: string): void;
  /** Draws or clears a progress line; only on a terminal. */
  progress(line: string | undefined): void;
  readonly paint: Paint;
}

/** A reader that goes away, as `| head` does, ends no act in the middle: what is said then goes nowhere. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}

export type Colour = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';
export type Paint = (colour: Colour, text: string) => string;

const CODES: Record<Colour, number> = { bold: 1, dim: 2, green: 32, red: 31, yellow: 33, cyan: 36 };

export function openTerminal(json: boolean): Terminal {
  const colourful = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  let drawn = false;
  const clear = (): void => {
    if (drawn) process.stderr.write('\r\u001b[2K');
    drawn = false;
  };
  return {
    json,
    say: (line = '') => {
      if (json) return;
      clear();
      process.stdout.write(`${line}\n`);
    },
    result: (document) => {
      if (json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    },
    note: (line) => {
      clear();
      process.stderr.write(`${line}\n`);
    },
    progress: (line) => {
      if (!process.stderr.isTTY || json) return;
      clear();
      if (line === undefined) return;
      process.stderr.write(line.slice(0, (process.stderr.columns || 80) - 1));
      drawn = true;
    },
    paint: (colour, text) => (colourful ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text),
  };
}

/** `[########........] 50 %  12 of 24  8 s left`; `total` 0 draws an empty bar. */
export function bar(done: number, total: number, secondsLeft?: number, width = 24): string {
  const share = total === 0 ? 0 : Math.min(1, done / total);
  const filled = Math.round(share * width);
  const left = secondsLeft === undefined ? '' : `  ${seconds(secondsLeft)} left`;
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${Math.round(share * 100)} %${left}`;
}

export function seconds(value: number): string {
  return value < 60 ? `${Math.ceil(value)} s` : `${Math.floor(value / 60)} min ${Math.ceil(value % 60)} s`;
}

/** Columns padded to their widest cell; columns named in `right` stand to the right. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** One sentence and what to do, as every error of the command line looks. */
export function describeProblem(problem: { message: string; hint?: string | undefined }): string {
  const sentence = problem.message.charAt(0).toUpperCase() + problem.message.slice(1);
  const stop = /[.!?]$/.test(sentence) ? '' : '.';
  return problem.hint === undefined ? `${sentence}${stop}` : `${sentence}${stop} ${problem.hint}`;
}

/** 0 fine, 1 a check failed, 2 wrong usage or input, 3 a run waits for a person. */
export function exitCodeOf(code: string): number {
  switch (code) {
    case 'waiting_for_approval':
      return 3;
    case 'check_failed':
    case 'damaged':
    case 'changed':
    case 'internal':
    case 'process_ended':
      return 1;
    default:
      return 2;
  }
}

/** A terminal's question, answered without echo. @throws Problem `wrong_usage` where there is no terminal. */
export async function askHidden(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new Problem(
      'wrong_usage',
      'no password was given',
      'Use --password-file FILE, or --password-file - to read it from standard input.',
    );
  }
  process.stderr.write(question);
  process.stdin.setRawMode(true);
  process.stdin.resume();
  process.stdin.setEncoding('utf8');
  try {
    return await new Promise<string>((resolve, reject) => {
      let typed = '';
      const listen = (text: string): void => {
        for (const key of text) {
          if (key === '\r' || key === '\n') {
            process.stdin.off('data', listen);
            resolve(typed);
            return;
          }
          if (key === '\u0003') {
            process.stdin.off('data', listen);
            reject(new Problem('cancelled', 'cancelled'));
            return;
          }
          typed = key === '\u007f' || key === '\b' ? typed.slice(0, -1) : typed + key;
        }
      };
      process.stdin.on('data', listen);
    });
  } finally {
    process.stdin.setRawMode(false);
    process.stdin.pause();
    process.stderr.write('\n');
  }
}
