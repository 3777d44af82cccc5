import { expect, it } from 'vitest';
import { LOOK_PURPOSES, Problem } from '../../shared/domain/index.ts';
import { readPurpose } from './purpose.ts';

it('reads a purpose and the words behind it', () => {
  for (const purpose of LOOK_PURPOSES)
    expect(readPurpose(` ${purpose.toUpperCase()} : the review: part two `)).toEqual({
      purpose,
      reason: 'the review: part two',
    });
});

it.each([
  '',
  'audit',
  'audit:',
  'audit: ab',
  'the yearly review',
  ': the yearly review',
  'curiosity: a neighbour',
])('says of `%s` how it is written, and repeats nothing of it', (typed) => {
  try {
    readPurpose(typed);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    const { code, message, hint } = error as Problem;
    expect(code).toBe('wrong_usage');
    expect(`${message} ${hint ?? ''}`).not.toMatch(/neighbour|curiosity/);
    expect(hint).toContain(LOOK_PURPOSES.join(', '));
  }
});
