import { belowFloor, type DatasetId, type Sha256Hex } from '../../../shared/domain/index.ts';
import type { RedactionOnFile } from './project.ts';

/**
 * Why redacted text of a dataset may not leave by what is on file, as the part of a sentence; or undefined. SAFETY: the
 * redactor must have been measured on this dataset, as it is now, and not below the floor. A measuring by another version
 * of the program, or from before words were taken out of the search, says nothing about what would leave now.
 */
export function whyTextMayNotLeave(
  { measured, words }: RedactionOnFile,
  dataset: DatasetId,
  codeSha256: Sha256Hex,
): string | undefined {
  const newest = measured.get(dataset);
  if (newest === undefined) return 'the redactor was never measured on the text of this dataset';
  if (newest.body.codeSha256 !== codeSha256)
    return 'the redactor was measured as another version of the program had it';
  if (words > newest.words) return 'words were taken out of the search since the redactor was measured';
  const below = belowFloor(newest.body);
  return below === undefined ? undefined : `the redactor was measured below the floor: ${below}`;
}
