import type { IdentifierSpan } from '../detector.ts';
import { placeholder } from '../placeholder.ts';
import { shifted, yearOf } from './dates.ts';
import { drawRealistic } from './realistic.ts';
import type { SurrogateVault } from './vault.ts';
import { zipPrefix } from './zip-prefix.ts';

/**
 * How identifiers are replaced. `strict` aims at Safe Harbor; `limited` (a limited data set) and `expert` (for expert
 * determination) are not Safe Harbor; `mask` is for logs: the class and nothing else.
 */
export const REDACTION_PROFILES = ['strict', 'limited', 'expert', 'mask'] as const;
export type RedactionProfile = (typeof REDACTION_PROFILES)[number];

/** What each profile is, in words for people; none is called Safe Harbor that is not. */
export const PROFILE_WORDS: Readonly<Record<RedactionProfile, string>> = {
  strict: 'aims at Safe Harbor, 45 CFR 164.514(b)(2); free text needs a full review by a person as well',
  limited: 'a limited data set, 45 CFR 164.514(e): not Safe Harbor, needs a data use agreement',
  expert: 'for expert determination, 45 CFR 164.514(b)(1): not Safe Harbor, needs a method on file',
  mask: 'for logs: classes alone',
};

export interface RenderSettings {
  readonly profile: RedactionProfile;
  /** Surrogates of this session; for `expert` the same vault each time keeps them stable. */
  readonly vault: SurrogateVault;
  /** Whose text it is: dates of one patient are moved alike under `expert`, and go where nobody knows. */
  readonly patient: string | undefined;
  /** Surrogates that read like values, instead of a class and letters. */
  readonly realistic: boolean;
  readonly currentYear: number;
}

/** The text with every span replaced by its class in brackets. */
export function renderMasked(text: string, spans: readonly IdentifierSpan[]): string {
  return replaced(text, spans, ({ label }) => placeholder(label));
}

/** The text with every span replaced as its profile says. */
export function renderRedacted(
  text: string,
  spans: readonly IdentifierSpan[],
  settings: RenderSettings,
): string {
  return settings.profile === 'mask'
    ? renderMasked(text, spans)
    : replaced(text, spans, (span, value) => replacementFor(span, value, settings));
}

function replaced(
  text: string,
  spans: readonly IdentifierSpan[],
  each: (span: IdentifierSpan, value: string) => string,
): string {
  const parts: string[] = [];
  let from = 0;
  for (const span of spans) {
    const written = each(span, text.slice(span.start, span.end));
    parts.push(text.slice(from, span.start), span.bare === true ? JSON.stringify(written) : written);
    from = span.end;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

/** What stands in place of one value; the value itself where the profile lets it stay. */
export function replacementFor(
  { label }: Pick<IdentifierSpan, 'label'>,
  value: string,
  settings: RenderSettings,
): string {
  const { profile, vault, realistic } = settings;
  if (profile === 'mask') return placeholder(label);
  if (label === 'DATE') return dateFor(value, settings);
  if (label === 'AGE_OVER_89')
    return profile === 'limited' ? value : /\d/.test(value) ? value.replace(/\d+(?:\.\d+)?/, '90+') : '90+';
  if (label === 'ZIP') return profile === 'limited' ? value : zipPrefix(value);
  if (label === 'ADDRESS' && profile === 'limited' && isTown(value)) return value;
  return realistic
    ? vault.surrogateFor(label, value, () => drawRealistic(label, value, vault))
    : `[${label}-${vault.surrogateFor(label, value)}]`;
}

/** Only a year that tells no age over 89 may stay under `strict`; other profiles keep or move the date. */
function dateFor(value: string, { profile, vault, patient, currentYear }: RenderSettings): string {
  if (profile === 'limited') return value;
  if (profile === 'expert') {
    const moved = patient === undefined ? undefined : shifted(value, vault.shiftOf(patient));
    return moved ?? placeholder('DATE');
  }
  const year = yearOf(value);
  if (year === undefined) return placeholder('DATE');
  const eldest = currentYear - 90;
  // A year that long ago tells of an age over 89, whether it is of birth or of an event in somebody's life.
  return year > eldest ? String(year) : `${eldest} or earlier`;
}

/** A town, a county or a state, and not a street or a number of one. */
function isTown(value: string): boolean {
  return (
    !/\d/.test(value) &&
    !/\b(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|court|ct|boulevard|blvd|way|place|pl|box|apt|suite|unit)\b\.?/i.test(
      value,
    )
  );
}
