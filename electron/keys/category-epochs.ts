import type { DataCategory } from '../../shared/domain/index.ts';
import type { ContentKeyring, KeyEpoch } from './keyrings.ts';

interface OneKey {
  readonly epoch: number;
  readonly key: Uint8Array;
}

/** One category's key in every epoch, newest first. */
export function keysOfCategory(
  { former, ...newest }: ContentKeyring,
  category: DataCategory,
): readonly [OneKey, ...OneKey[]] {
  const of = ({ epoch, categories }: KeyEpoch): OneKey => ({ epoch, key: categories[category] });
  return [of(newest), ...former.map(of)];
}
