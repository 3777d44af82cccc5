/** A part of a string keeps all of it in memory; a copy keeps itself. */
export function ownCopy(part: string): string {
  return Buffer.from(part, 'utf16le').toString('utf16le');
}
