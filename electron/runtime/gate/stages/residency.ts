import { assertNever, type DataCategory, type ToolEffect } from '../../../../shared/domain/index.ts';
import type { Place } from '../../../../shared/formats/index.ts';
import type { Checked } from '../call.ts';
import { builtIn } from '../refusal.ts';

/** Where a call's data would lie or go. */
function movesOf(effect: ToolEffect): readonly (readonly [DataCategory, Place])[] {
  const recorded = [
    ['conversation_history', 'workspace'],
    ['tool_call_inputs', 'workspace'],
    ['tool_call_outputs', 'workspace'],
  ] as const;
  switch (effect) {
    case 'control':
      return recorded;
    case 'read':
    case 'transform':
      return [...recorded, ['datasets', 'workspace']];
    case 'promote':
      return [...recorded, ['artefacts', 'workspace']];
    case 'export':
      return [...recorded, ['datasets', 'export_folder']];
    case 'egress':
      return [...recorded, ['tool_call_inputs', 'network']];
    default:
      return assertNever(effect);
  }
}

/** Every category may lie in and go to the places that the compliance profile lists for it, and no others. */
export function checkResidency(call: Checked): Checked {
  const { residency } = call.received.profile;
  for (const [category, place] of movesOf(call.effect)) {
    if (!(residency[category] ?? []).includes(place))
      throw builtIn('RESIDENCY-001', `${category} may not go to ${place}`.replaceAll('_', ' '));
  }
  return call;
}
