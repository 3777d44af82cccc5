import { SafeName } from '../../../shared/domain/index.ts';
import type { Redactor } from '../phi/index.ts';

const LONGEST = 64;

/**
 * Names that agents, journal and reports may see, one per header and in its order: letters, digits
 * and underscores, unique whatever their case. A header that is empty or holds an identifier gives
 * `column_7`, its place in the table.
 */
export function safeNames(headers: readonly string[], redactor: Redactor): SafeName[] {
  const taken = new Set(headers.map((_, index) => `column_${index + 1}`));
  return headers.map((header, index) => {
    const placeholder = `column_${index + 1}`;
    const name = sanitise(header, redactor);
    if (name === undefined || taken.has(name.toLowerCase())) return SafeName.parse(placeholder);
    taken.add(name.toLowerCase());
    return SafeName.parse(name);
  });
}

/** The safe name of a table from its file's name, or `table` where that holds an identifier. */
export function safeTableName(fileName: string, redactor: Redactor): SafeName {
  const stem = fileName.replace(/^.*[/\\]/, '').replace(/\.[^.]{1,8}$/, '');
  return SafeName.parse(sanitise(stem, redactor) ?? 'table');
}

function sanitise(text: string, redactor: Redactor): string | undefined {
  // Underscores hide word borders from the patterns, so the spaced forms are looked at as well.
  const forms = [text, text.replaceAll('_', ' '), text.replace(/[_.-]+/g, ' ')];
  if (forms.some((form) => holdsIdentifier(form, redactor))) return undefined;
  const name = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, LONGEST);
  if (!/[A-Za-z]/.test(name)) return undefined;
  return /^[0-9]/.test(name) ? `c_${name}`.slice(0, LONGEST) : name;
}

/** One word that is also somebody's name proves nothing about a header: `price`, `ward`, `page`. */
function holdsIdentifier(text: string, redactor: Redactor): boolean {
  return redactor
    .detect(text)
    .some(({ by, start, end }) => by !== 'known_value' || /\d|\S\s+\S/.test(text.slice(start, end)));
}
