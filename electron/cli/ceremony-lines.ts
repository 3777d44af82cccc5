import { CEREMONIES, type Ceremony } from '../../shared/domain/index.ts';
import type { CeremonyView } from '../../shared/ipc/index.ts';
import { table } from './terminal.ts';

/** Ceremonies as a terminal shows them: how far each has come, and whose turn it is. */
export function ceremonyLines(list: readonly CeremonyView[]): readonly string[] {
  return table([['ceremony', 'about', 'step', 'next'], ...list.map(rowOf)]);
}

function rowOf({ ceremony, subject, steps, next }: CeremonyView): string[] {
  const { title, steps: all }: Ceremony = CEREMONIES[ceremony];
  const step = all[next];
  const turn =
    step === undefined
      ? 'done'
      : `${step.who === 'subject' ? (subject?.name ?? 'who it is about') : step.who.join(' or ')}: ${step.does}`;
  return [title, subject?.name ?? '', `${Math.min(next + 1, steps.length)} of ${steps.length}`, turn];
}
