import type { PolicyRequest } from '../../../../shared/domain/index.ts';
import type { RuleCondition } from '../../../../shared/formats/index.ts';
import type { PolicyFacts } from '../built-in.ts';

const DAYS: Readonly<Record<string, string>> = {
  ...{ mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday' },
  ...{ fri: 'Friday', sat: 'Saturday', sun: 'Sunday' },
};

/** A request as a sentence: who wants what, on what data, where and when. */
export function inWords(
  { by, agent, role, tool, args, labels, purpose, deidProfile, valuesLost }: PolicyRequest,
  { workstation, localTime }: PolicyFacts = {},
  about: RuleCondition = {},
): string {
  const who =
    by === 'agent' ? `the agent ${agent ?? '?'}, for ${article(role)} ${role},` : `${article(role)} ${role}`;
  const parts = [`${capital(who)} calls ${tool}`];
  const shown = Object.entries(args).filter(([name]) => about.args === undefined || name in about.args);
  if (shown.length > 0 && (about.args !== undefined || about.args_pattern !== undefined))
    parts.push(`with ${list(shown.map(([name, value]) => `${name} ${plain(value)}`))}`);
  parts.push(labels.length === 0 ? 'on data without labels' : `on data labelled ${list(labels.map(spaced))}`);
  if (valuesLost > 0) parts.push(`losing ${valuesLost} ${valuesLost === 1 ? 'value' : 'values'}`);
  if (about.purpose !== undefined)
    parts.push(purpose === 'own_words' ? 'for a purpose in own words' : `for the purpose ${purpose}`);
  if (deidProfile !== undefined) parts.push(`in a ${deidProfile} run`);
  else if (by === 'person' && about.deid_profile !== undefined) parts.push('outside any run');
  if (about.time_window !== undefined && localTime !== undefined)
    parts.push(`on ${DAYS[localTime.day] ?? localTime.day} at ${clock(localTime.minute)}`);
  if (about.workstation !== undefined && workstation !== undefined)
    parts.push(workstation === 'any-other' ? 'at any other workstation' : `at ${workstation}`);
  return `${parts.join(' ')}.`;
}

export function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** `a, b and c` */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

function spaced(label: string): string {
  return label.replaceAll('_', ' ');
}

function article(role: string): string {
  return role === 'compliance' ? 'someone of' : /^[aeio]/.test(role) ? 'an' : 'a';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
