import type { CeremonyView } from '../../shared/ipc/index.ts';
import { ceremoniesUnderWay, CEREMONY_KINDS, nextStep, type CeremonyUnderWay } from '../governance/index.ts';
import { readKeyFileView } from '../keys/index.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Handlers } from './dispatch.ts';
import { nameOf } from './people.ts';

/** Of those that are over, so many are shown; the journal has them all. */
const MOST_OVER = 20;

/** How far each ceremony has come, from the journal. */
export function ceremonyVerbs(desk: Desk<Content>, wallMs: () => number): Pick<Handlers, 'ceremonies.list'> {
  const viewOf = (each: CeremonyUnderWay): CeremonyView => ({
    ceremony: each.ceremony,
    ...(each.subject !== undefined && {
      subject: { id: each.subject, name: nameOf(desk.everyone, each.subject) },
    }),
    ...(each.role !== undefined && { role: each.role }),
    steps: each.steps.map((step) => (step ? { ...step, by: nameOf(desk.everyone, step.by) } : null)),
    next: nextStep(each),
  });
  return {
    'ceremonies.list': async () => {
      const entries = (await desk.journal.read.ofKinds([...CEREMONY_KINDS])).map(({ entry }) => entry);
      const { people } = await readKeyFileView(desk.place.paths.keyFile);
      const all = [...ceremoniesUnderWay(entries, { people, nowMs: wallMs() })].reverse().map(viewOf);
      const isOver = ({ next, steps }: CeremonyView): boolean => next === steps.length;
      return [...all.filter((each) => !isOver(each)), ...all.filter(isOver).slice(0, MOST_OVER)];
    },
  };
}
