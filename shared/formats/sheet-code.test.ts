import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupsFor, readSheetText, sheetGroups, sheetSlipWords } from './sheet-code.ts';

const SEED = { seed: 20260101 } as const;
const bytes = fc.uint8Array({ minLength: 1, maxLength: 64 });

describe('secrets on paper', () => {
  test('are read back however they are typed', () => {
    fc.assert(
      fc.property(bytes, fc.boolean(), (secret, lower) => {
        const groups = sheetGroups(secret);
        expect(groups).toHaveLength(groupsFor(secret.length));
        const text = groups.join(lower ? ' ' : '-');
        const typed = lower ? text.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l') : `\n ${text} \n`;
        expect(readSheetText(typed, secret.length)).toEqual({ ok: true, bytes: secret });
      }),
      SEED,
    );
  });

  test('tell every single wrong letter, and every swap of neighbours, by its group', () => {
    const secret = Uint8Array.from({ length: 41 }, (_, at) => (at * 73 + 11) % 256);
    const text = sheetGroups(secret).join('');
    for (let at = 0; at < text.length; at += 1) {
      for (const letter of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
        if (letter === text[at]) continue;
        const wrong = text.slice(0, at) + letter + text.slice(at + 1);
        expect(readSheetText(wrong, 41)).toEqual({
          ok: false,
          slip: { kind: 'groups', wrong: [Math.floor(at / 5) + 1] },
        });
      }
      const other = at + 1;
      if (other % 5 === 0 || other >= text.length || text[at] === text[other]) continue;
      const swapped = text.slice(0, at) + text[other]! + text[at]! + text.slice(other + 1);
      expect(readSheetText(swapped, 41)).toMatchObject({
        slip: { kind: 'groups', wrong: [Math.floor(at / 5) + 1] },
      });
    }
  });

  test('tell groups that changed places, are missing or too many, and signs that no sheet has', () => {
    const groups = sheetGroups(Uint8Array.from({ length: 20 }, (_, at) => at * 9));
    const [first = '', second = '', ...rest] = groups;
    expect(readSheetText([second, first, ...rest].join(' '), 20)).toMatchObject({
      slip: { kind: 'groups', wrong: [1, 2] },
    });
    expect(readSheetText(groups.slice(0, 3).join(' '), 20)).toMatchObject({
      slip: { kind: 'length', groups: 3, expected: 8 },
    });
    // The letter that was left out shows in its group, not in all behind it.
    expect(readSheetText(groups.join('').slice(0, 7) + groups.join('').slice(8), 20)).toMatchObject({
      slip: { kind: 'groups', wrong: [2] },
    });
    expect(readSheetText([...groups, first].join(' '), 20).ok).toBe(false);
    expect(readSheetText('ABCD*', 20)).toEqual({ ok: false, slip: { kind: 'character', group: 1 } });
    expect(readSheetText(' - ', 20)).toEqual({ ok: false, slip: { kind: 'empty' } });
  });

  test('say a slip without repeating what was typed', () => {
    for (const typed of ['', 'ABCDE', 'ABCDE FGHJK', 'AB!DE', 'Q'.repeat(900)]) {
      const read = readSheetText(typed, 20);
      if (read.ok) throw new Error('it read');
      expect(sheetSlipWords(read.slip)).not.toMatch(/ABCDE|FGHJK|QQ/);
    }
  });
});
