/**
 * Text form of messages between page and owner. Runs on both sides, and is put into the page as text,
 * so it must need nothing from outside itself. Keeps what JSON would lose and verbs could meet:
 * undefined and numbers that are not finite. What no message may hold is refused, as Electron does.
 */
export function makeCodec(): { encode(value: unknown): string; decode(text: string): unknown } {
  const TAG = '\u0000stand-in';
  const encode = (value: unknown): string =>
    JSON.stringify(value, (_key, part: unknown) => {
      if (part === undefined) return { [TAG]: 'undefined' };
      if (typeof part === 'number' && !Number.isFinite(part)) return { [TAG]: String(part) };
      if (typeof part === 'function' || typeof part === 'symbol' || typeof part === 'bigint') {
        throw new Error('An object could not be cloned.');
      }
      return part;
    });
  const restore = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map(restore);
    const tag = (part as Record<string, unknown>)[TAG];
    if (tag === 'undefined') return undefined;
    if (typeof tag === 'string') return Number(tag);
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, restore(item)]));
  };
  return { encode, decode: (text) => restore(JSON.parse(text)) };
}
