import type { Behaviour } from '../../../../shared/domain/index.ts';
import type { CompiledRule } from '../compile.ts';
import { bitsOf, contains, intersect, isEmpty, uncovered, type Box } from './boxes.ts';
import type { Classes, Question } from './classes.ts';
import { LISTED_ASPECTS } from './values.ts';

/** Pieces that may lie open at a time in one proof. */
const MOST_PIECES = 20_000;
/** Requests that are tried one by one where a pattern stands in the way of a proof. */
const MOST_TRIES = 400;
/** Among more covering rules, which of them suffice is not worked out. */
const MOST_TO_THIN = 24;

/** Something that decides over a set of requests: a rule, or what is built in. */
export interface Cover {
  readonly id: string;
  readonly behaviour: Behaviour;
  readonly box: Box;
  /** Absent for what is built in. */
  readonly rule?: CompiledRule | undefined;
}

export type Reach =
  /** Stronger rules take every request. */
  | { readonly kind: 'covered'; readonly by: readonly Cover[] }
  /** This request is left to it. */
  | { readonly kind: 'reached'; readonly question: Question }
  | { readonly kind: 'undecided'; readonly because: 'pattern' | 'size'; readonly by: readonly Cover[] };

/**
 * Whether some request of a region escapes the covers. A claim that all are covered rests on exact covers
 * alone; where a pattern is involved, only a request that was really tried shows the opposite.
 *
 * @param isReached asks the decision function itself
 */
export function reach(
  region: readonly Box[],
  covers: readonly Cover[],
  ports: {
    readonly classes: Classes;
    readonly exact: boolean;
    isReached(question: Question): boolean;
    /** Further requests worth trying, from what patterns look for. */
    readonly more: (question: Question) => readonly Question[];
  },
): Reach {
  const { classes } = ports;
  const isExact = ({ rule }: Cover): boolean => rule === undefined || !classes.inexact.has(rule);
  const touching = covers.filter(({ box }) => region.some((piece) => !isEmpty(intersect(piece, box))));
  const exact = touching.filter(isExact);
  const alone = exact.find(({ box }) => region.every((piece) => contains(box, piece)));
  if (alone !== undefined) return { kind: 'covered', by: [alone] };
  const left = uncovered(region, boxesOf(exact), MOST_PIECES);
  if (left === undefined) return { kind: 'undecided', because: 'size', by: exact };
  if (left.length === 0) return { kind: 'covered', by: thin(region, exact) };
  for (const question of questions(left, classes, ports.more))
    if (ports.isReached(question)) return { kind: 'reached', question };
  const guessed = touching.filter((cover) => !isExact(cover));
  return { kind: 'undecided', because: 'pattern', by: guessed };
}

/** Drops every cover that the others can do without. */
function thin(region: readonly Box[], covers: readonly Cover[]): readonly Cover[] {
  if (covers.length > MOST_TO_THIN) return covers;
  let needed = covers;
  for (const each of covers) {
    const others = needed.filter((cover) => cover !== each);
    if (uncovered(region, boxesOf(others), MOST_PIECES)?.length === 0) needed = others;
  }
  return needed;
}

function boxesOf(covers: readonly Cover[]): Box[] {
  return covers.map(({ box }) => box);
}

/** Requests out of some boxes: first one of each, then others of their calls. */
export function* questions(
  boxes: readonly Box[],
  classes: Classes,
  more: (question: Question) => readonly Question[],
): Generator<Question> {
  let tries = 0;
  for (const box of boxes) {
    for (const call of bitsOf(box[0] ?? 0n)) {
      const first: readonly number[] = box.map((mask, aspect) => (aspect === 0 ? call : lowest(mask)));
      for (const at of withOthers(first, box)) {
        const question = classes.question(at);
        for (const each of [question, ...more(question)]) {
          yield each;
          tries += 1;
          if (tries >= MOST_TRIES) return;
        }
      }
    }
  }
}

/** One combination, and those that differ from it in who acts or in which role. */
function* withOthers(first: readonly number[], box: Box): Generator<readonly number[]> {
  yield first;
  for (const aspect of [LISTED_ASPECTS.indexOf('role'), LISTED_ASPECTS.indexOf('who')])
    for (const other of bitsOf(box[aspect] ?? 0n))
      if (other !== first[aspect]) yield first.with(aspect, other);
}

function lowest(mask: bigint): number {
  for (const bit of bitsOf(mask)) return bit;
  return 0;
}
