import type { IdentifierClass, Sha256Hex } from '../../shared/domain/index.ts';
import type { Journal } from '../evidence/index.ts';
import { projectRedaction, REDACTION_KINDS, whyTextMayNotLeave } from '../governance/index.ts';
import type { DatasetStore } from '../runtime/datasets/index.ts';
import type { GatePorts } from '../runtime/gate/index.ts';
import type { DictionaryDesk } from './dictionary-desk.ts';

/** Classes that a limited data set may hold, so that they are no remains: 45 CFR 164.514(e)(2). */
const LIMITED_KEEPS: readonly IdentifierClass[] = ['DATE', 'ADDRESS', 'ZIP', 'AGE_OVER_89'];

/** What stands against redacted text leaving: how the redactor was measured, and what is known by now. */
export function textProof(parts: {
  readonly journal: Pick<Journal, 'read'>;
  readonly datasets: Pick<DatasetStore, 'columnWithRemains'>;
  readonly dictionary: Pick<DictionaryDesk, 'read'>;
  codeSha256(): Promise<Sha256Hex>;
}): GatePorts['textProof'] {
  return {
    whyNot: async ({ dataset, version, columns, deidProfile }, signal) => {
      const entries = (await parts.journal.read.ofKinds(REDACTION_KINDS)).map(({ entry }) => entry);
      const why = whyTextMayNotLeave(projectRedaction(entries), dataset, await parts.codeSha256());
      if (why !== undefined) return why;
      const dictionary = await parts.dictionary.read();
      const keeps = deidProfile === 'limited' ? LIMITED_KEEPS : [];
      const column = await parts.datasets.columnWithRemains(
        { dataset, version, columns, dictionary, keeps },
        { signal },
      );
      return column === undefined
        ? undefined
        : `\`${column}\` still holds a value that is known to identify somebody; it was redacted before that was known, so run the pipeline again`;
    },
  };
}
