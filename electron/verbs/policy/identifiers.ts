import type { IdentifierClass } from '../../../shared/domain/index.ts';
import type { ConfigProblem } from '../../governance/index.ts';

/** Finds identifiers in a text; offsets in UTF-16 units. */
export type FindIdentifiers = (
  text: string,
) => readonly { readonly start: number; readonly label: IdentifierClass }[];

/** What a rule may well speak of: when it was agreed on, and where something is written down. */
const HARMLESS: ReadonlySet<IdentifierClass> = new Set(['DATE', 'AGE_OVER_89', 'ZIP', 'URL']);
/** Ids of rules are codes by nature, wherever they stand. */
const RULE_ID = /\b[A-Z][A-Z0-9]{1,15}-\d{3}\b/g;

/**
 * What looks like an identifier in a text of rules, comments included, as mistakes with their lines: rules
 * and their reasons are read by everybody, also by those who may see no patient's data.
 */
export function identifiersInRules(file: string, text: string, find: FindIdentifiers): ConfigProblem[] {
  const prose = text.replaceAll(RULE_ID, (id) => ' '.repeat(id.length));
  return find(prose)
    .filter(({ label }) => !HARMLESS.has(label))
    .map(({ start, label }) => {
      const before = text.slice(0, start);
      return {
        ...{ file, line: before.split('\n').length, column: start - before.lastIndexOf('\n'), path: '' },
        message: `this looks like an identifier of the class ${label}`,
        hint: 'Everybody reads rules. Say it without names or numbers of people, by role where a person is meant.',
      };
    });
}
