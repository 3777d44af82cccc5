import { beforeAll, describe, expect, it } from 'vitest';
import { TOOL_EFFECTS, type ToolEffect } from '../../../../shared/domain/index.ts';
import type { ComplianceProfileFile } from '../../../../shared/formats/index.ts';
import type { Checked } from '../call.ts';
import { agentAnswer, DROP_MRN, gatePorts, PROFILE, stays } from '../testing/fixtures.ts';
import { walk } from '../testing/walk.ts';
import { checkResidency } from './residency.ts';

describe('residency', () => {
  let call: Checked;
  const received = agentAnswer(DROP_MRN);
  beforeAll(async () => {
    call = (await walk(received, gatePorts(stays()).ports)).checked;
  });
  const check = (effect: ToolEffect, residency: Partial<ComplianceProfileFile['residency']>) => {
    const profile = { ...PROFILE, residency: { ...PROFILE.residency, ...residency } };
    return () => checkResidency({ ...call, effect, received: { ...received, profile } });
  };

  it('lets every effect but egress through where the profile lists its places', () => {
    for (const effect of TOOL_EFFECTS.filter((each) => each !== 'egress')) {
      expect(check(effect, {})).not.toThrow();
    }
    expect(check('egress', {})).toThrow(/tool call inputs may not go to network/);
  });

  it('blocks a category whose place is not listed, whatever the tool', () => {
    expect(check('export', { datasets: ['workspace'] })).toThrow(/datasets may not go to export folder/);
    for (const effect of TOOL_EFFECTS)
      expect(check(effect, { conversation_history: [] })).toThrow(/history may not go to workspace/);
    expect(check('transform', { datasets: undefined as never })).toThrow(/datasets may not go to workspace/);
  });
});
