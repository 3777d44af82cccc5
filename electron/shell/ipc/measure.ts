/** Largest message a page may send, in characters of text and eight per other value. */
export const MAX_MESSAGE_SIZE = 256 * 1024;
const MAX_DEPTH = 12;

/**
 * Size of a message from a page, stopping as soon as it is over `limit`.
 *
 * @returns undefined for what no verb takes: deep nesting, and anything but plain data
 */
export function measureMessage(value: unknown, limit: number = MAX_MESSAGE_SIZE): number | undefined {
  let size = 0;
  const visit = (part: unknown, depth: number): boolean => {
    if (depth > MAX_DEPTH) return false;
    size += 8;
    if (size > limit) return true;
    if (typeof part === 'string') {
      size += part.length;
      return true;
    }
    if (part === null || part === undefined || typeof part === 'boolean' || typeof part === 'number')
      return true;
    if (typeof part !== 'object') return false;
    if (Array.isArray(part)) return part.every((item) => size > limit || visit(item, depth + 1));
    if (Object.getPrototypeOf(part) !== Object.prototype) return false;
    return Object.entries(part).every(([key, item]) => {
      size += key.length;
      return size > limit || visit(item, depth + 1);
    });
  };
  return visit(value, 0) ? size : undefined;
}
