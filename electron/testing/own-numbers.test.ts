import { createHash, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { withoutOwnNumbers } from './own-numbers.ts';

test('what the application made itself is taken out, and nothing that a patient could have', () => {
  const hash = createHash('sha256').update('entry').digest('hex');
  const own = `{"at":1795345715549,"hash":"${hash}","run":"${randomUUID()}"}`;
  expect(withoutOwnNumbers(own)).toBe('{"at":#,"hash":"#","run":"#"}');
  const theirs = 'MRN48254612 954-11-8652 (879) 555-0174 HP653652514 /p/4864499269 2023-01-01 SN-8552-79787';
  expect(withoutOwnNumbers(theirs)).toBe(theirs);
});
