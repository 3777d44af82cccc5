/** One thing wrong in a configuration file, for the person who wrote it. */
export interface ConfigProblem {
  /** Relative to the resources folder: `policies/hipaa.yaml`. */
  readonly file: string;
  /** From 1; 0 where the whole file is meant. */
  readonly line: number;
  readonly column: number;
  /** Where in the document: `rules[2].when.tool`. */
  readonly path: string;
  /** Lower case, no final stop. */
  readonly message: string;
  /** What to do, as a sentence. */
  readonly hint?: string | undefined;
}

/** `policies/hipaa.yaml:12:5 rules[0].when: unknown field ...` */
export function formatProblem({ file, line, column, path, message }: ConfigProblem): string {
  const place = line === 0 ? file : `${file}:${line}:${column}`;
  return path === '' ? `${place}: ${message}` : `${place} ${path}: ${message}`;
}

export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : index === 0 ? String(part) : `.${String(part)}`,
    )
    .join('');
}

/** A word from a file, fit to be shown: short, on one line. */
export function quoteWord(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const plain = text.replace(/[\p{Cc}\p{Cf}`]/gu, ' ');
  return `\`${plain.length > 60 ? `${plain.slice(0, 59)}…` : plain}\``;
}
