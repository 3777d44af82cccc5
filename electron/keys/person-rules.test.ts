import { describe, expect, it } from 'vitest';
import { checkName, checkPassword } from './person-rules.ts';

describe('a password', () => {
  it.each([
    ['correct horse battery staple'],
    ['vier Äpfel im Schnee'],
    ['ночь улица фонарь'],
    ['📎 paper clips on the moon'],
    ['x'.repeat(3) + ' marks the spot twice'],
  ])('is taken without rules of composition: %s', async (password) => {
    await expect(checkPassword(password, 'Ada Admin')).resolves.toBeUndefined();
  });

  it.each([
    ['too short', 'fourteen chars', 'short'],
    ['counted in characters, not bytes', '📎📎📎📎📎📎📎📎', 'short'],
    ['too long', 'a b c d e f g h'.repeat(20), 'long'],
    ['one letter', 'aaaaaaaaaaaaaaaaaaaa', 'repeats'],
    ['a word over and over', 'hospitalhospitalhosp', 'repeats'],
    ['counting', '0123456789012345', 'repeats'],
    ['the alphabet', 'abcdefghijklmnop', 'repeats'],
    ['the name', 'Ada Admin Ada 2026', 'follows from'],
    ['the application', 'Swarm-Clinical-2026', 'follows from'],
    ['a common one', 'q1w2e3r4t5y6u7i8', 'many people'],
    ['a common one with capitals and digits', 'Qwertyuiop-12345!', 'many people'],
  ])('is refused: %s', async (_, password, why) => {
    const refused = checkPassword(password, 'Ada Admin');
    await expect(refused).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(why),
    });
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining(password) });
  });
});

describe('a name', () => {
  it.each([['   '], ['Ada\u200bAdmin'], ['Ada\nAdmin'], ['\u202eadA']])('is refused: %j', (name) => {
    expect(() => {
      checkName(name);
    }).toThrow(/name/);
  });
  it.each([["Seán O'Neil-Šmíd"], ['李小龙']])('is taken: %s', (name) => {
    expect(() => {
      checkName(name);
    }).not.toThrow();
  });
});
