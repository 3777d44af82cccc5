import { seededRandom } from '../../core/index.ts';

/**
 * Which of `population` texts a review draws: `documents` different numbers, ascending, the same for the
 * same seed on every machine, so that anyone can repeat the draw. Floyd's algorithm (Bentley and Floyd,
 * A sample of brilliance, CACM 30, 1987).
 */
export function drawSample(seed: number, population: number, documents: number): readonly number[] {
  if (documents >= population) return Array.from({ length: population }, (_, at) => at);
  const random = seededRandom(seed);
  const drawn = new Set<number>();
  for (let at = population - documents; at < population; at += 1) {
    const number = random.between(0, at);
    drawn.add(drawn.has(number) ? at : number);
  }
  return [...drawn].sort((a, b) => a - b);
}
