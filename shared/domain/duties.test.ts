import { describe, expect, it } from 'vitest';
import { conflictOf, DUTIES, refusalOfDuty, SEPARATIONS, type Duty } from './duties.ts';
import { ROLES } from './roles.ts';

/** The matrix once more, as people read it: `x` where one person may not be both about one matter. */
const MATRIX = `
                  requester approver policy_author policy_activator reviewer
requester         .         x        .             .                x
approver          x         .        .             .                .
policy_author     .         .        .             x                .
policy_activator  .         .        x             .                .
reviewer          x         .        .             .                .
`;

const ROLE_TABLE = `
                  viewer operator compliance admin
requester         .      yes      .          .
approver          .      yes      yes        .
policy_author     .      .        yes        yes
policy_activator  .      .        yes        yes
reviewer          .      .        yes        .
`;

function read(table: string): Map<string, Map<string, string>> {
  const [head = '', ...lines] = table.trim().split('\n');
  const columns = head.trim().split(/\s+/);
  return new Map(
    lines.map((line) => {
      const [name = '', ...cells] = line.trim().split(/\s+/);
      return [name, new Map(columns.map((column, at) => [column, cells[at] ?? '']))];
    }),
  );
}

describe('separation of duties', () => {
  it('is this matrix, both ways round', () => {
    const matrix = read(MATRIX);
    for (const one of DUTIES)
      for (const other of DUTIES)
        expect([one, other, conflictOf(one, [other]) !== undefined]).toEqual([
          one,
          other,
          matrix.get(one)?.get(other) === 'x',
        ]);
  });

  it('holds for every set of duties that somebody may have taken, and every role', () => {
    const matrix = read(MATRIX);
    const roles = read(ROLE_TABLE);
    let cases = 0;
    for (const role of ROLES)
      for (const duty of DUTIES)
        for (let set = 0; set < 1 << DUTIES.length; set += 1) {
          const held = DUTIES.filter((_, at) => (set & (1 << at)) !== 0);
          const may =
            roles.get(duty)?.get(role) === 'yes' &&
            held.every((each: Duty) => matrix.get(duty)?.get(each) !== 'x');
          expect([role, duty, held, refusalOfDuty(duty, role, held) === undefined]).toEqual([
            role,
            duty,
            held,
            may,
          ]);
          cases += 1;
        }
    expect(cases).toBe(4 * 5 * 32);
  });

  it('gives a reason in words, and knows no unknown role', () => {
    for (const { reason } of SEPARATIONS) expect(reason).toMatch(/^nobody [a-z ]+$/);
    for (const duty of DUTIES) expect(refusalOfDuty(duty, 'root', [])).toBeDefined();
  });
});
