import { DeidProfile, FiledReference, type DatasetId } from '../../shared/domain/index.ts';
import type { Desk } from './desk/desk.ts';
import type { OpenContent } from './desk/settings.ts';

/** Under which profile a version of a table was made, and on what that rests. */
export interface DataOrigin {
  readonly deidProfile: DeidProfile;
  /** Of the data use agreement or the method on file. */
  readonly reference?: string | undefined;
}

/** What lets most stand comes first: real dates, dates that were moved, years. */
const WEAKEST_FIRST: readonly DeidProfile[] = ['limited', 'expert', 'strict'];

/**
 * Under which profile a version may leave. Text that was redacted once is not looked through again, so what a run under a
 * weaker profile let stand stands in all that is made of it: the weakest of all runs that led to a version counts, not
 * the last one, and not one that made another version. A version that no run made is held to the strictest.
 */
export async function originOf<C extends OpenContent>(
  desk: Desk<C>,
  dataset: DatasetId,
  version: number,
): Promise<DataOrigin> {
  const line = lineOf(await readMakers(desk, dataset), version);
  const weakest = WEAKEST_FIRST.find((profile) => line.some(({ deidProfile }) => deidProfile === profile));
  const reference = line.find(({ deidProfile }) => deidProfile === weakest)?.reference;
  return { deidProfile: weakest ?? 'strict', ...(reference === undefined ? {} : { reference }) };
}

/**
 * Where a run under a profile begins: the newest version to which no run under another profile led. Otherwise years
 * would be left where days are wanted, and days where years are.
 *
 * @param versions all there are; the first is the table as it was imported
 */
export async function startingVersion<C extends OpenContent>(
  desk: Desk<C>,
  dataset: DatasetId,
  profile: DeidProfile,
  versions: readonly number[],
): Promise<number> {
  const makers = await readMakers(desk, dataset);
  const fitting = versions.filter((version) =>
    lineOf(makers, version).every(({ deidProfile }) => deidProfile === profile),
  );
  return Math.max(1, ...fitting);
}

/** The run that made a version. */
interface Maker extends DataOrigin {
  readonly startedAt: number;
}

/** The runs that led to a version, the last one first. */
function lineOf(makers: ReadonlyMap<number, Maker>, version: number): readonly Maker[] {
  const line: Maker[] = [];
  for (let maker = makers.get(version); maker !== undefined; maker = makers.get(maker.startedAt))
    line.push(maker);
  return line;
}

/** Who made each version: the first run with a call that ended with it, and did not begin there. */
async function readMakers<C extends OpenContent>(
  desk: Desk<C>,
  dataset: DatasetId,
): Promise<ReadonlyMap<number, Maker>> {
  const makers = new Map<number, Maker>();
  for (const { entry: start } of await desk.journal.read.ofKinds(['run.started'])) {
    const { datasetVersion: startedAt } = start.body;
    if (start.body.dataset !== dataset || start.run === undefined || typeof startedAt !== 'number') continue;
    const profile = DeidProfile.safeParse(start.body.deidProfile);
    const reference = FiledReference.safeParse(start.body.reference);
    const maker: Maker = {
      startedAt,
      deidProfile: profile.success ? profile.data : 'strict',
      ...(reference.success ? { reference: reference.data } : {}),
    };
    for (const { entry } of await desk.journal.read.ofRun(start.run)) {
      if (entry.kind !== 'tool.call' || entry.phase !== 'outcome') continue;
      const { ok, datasetVersion: made } = entry.body;
      // A version is always younger than the one that it was made of, so the way back ends.
      if (ok === true && typeof made === 'number' && made > startedAt && !makers.has(made))
        makers.set(made, maker);
    }
  }
  return makers;
}
