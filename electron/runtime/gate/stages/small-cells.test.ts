import { describe, expect, it } from 'vitest';
import { agentAnswer, DROP_MRN, gatePorts, personCall, stays } from '../testing/fixtures.ts';
import { walk } from '../testing/walk.ts';
import { suppressSmallCells } from './small-cells.ts';

describe('small cells', () => {
  it('are withheld from what leaves, by the threshold of the profile', async () => {
    const { ports } = gatePorts(stays());
    const { redacted } = await walk(personCall(), ports);
    const shown = (rows: number) => {
      const exported = { rows, sizeBytes: 5000, sha256: 'e'.repeat(64) as never };
      return suppressSmallCells({ ...redacted, raw: { ...redacted.raw, exported } }).shownCounts;
    };
    expect([0, 1, 10, 11].map((rows) => shown(rows).rows)).toEqual([0, 'withheld', 'withheld', 11]);
  });

  it('are none in what stays', async () => {
    const { ports } = gatePorts(stays());
    const { redacted } = await walk(agentAnswer(DROP_MRN), ports);
    expect(suppressSmallCells(redacted).shownCounts).toEqual({});
  });
});
