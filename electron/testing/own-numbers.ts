/** UUIDs, hashes and moments in milliseconds. */
const OWN_NUMBERS = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|[0-9a-f]{40,}|\d{13,}/g;

/**
 * A text without the application's own random numbers and moments. Thousands of them stand in a journal, and by
 * chance some hold the few digits of a planted value.
 */
export function withoutOwnNumbers(text: string): string {
  return text.replaceAll(OWN_NUMBERS, '#');
}
