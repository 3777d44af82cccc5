import type { Linter } from 'eslint';
import { networkRules } from './network.ts';

// SEC-42: what no code of ours may write, because it would ask a person for a file, or write one, past the transfer
// service. Which modules touch files at all stands in the module graph's rule `one-way-in-and-out`.
const message = 'files come in and go out through operations/transfer alone';

/** Files that make, hold or answer the dialogs; everybody else asks the transfer service. */
export const BORDER: readonly string[] = [
  'electron/operations/transfer/transfers.ts',
  'electron/compose-transfer.ts',
  'electron/shell/dialogs/*.ts',
];

/** Rules for all other code that ships, together with those about networks, which stand in the same place. */
export const borderRules: Linter.RulesRecord = {
  'no-restricted-syntax': [
    ...(networkRules['no-restricted-syntax'] as ['error', ...{ selector: string; message: string }[]]),
    { selector: 'MemberExpression[property.name=/^choose(?:Save)?File$/]', message },
    { selector: 'MemberExpression[property.value=/^choose(?:Save)?File$/]', message },
    { selector: 'ObjectPattern > Property[key.name=/^choose(?:Save)?File$/]', message },
    { selector: 'MemberExpression[property.name=/^show(?:Open|Save)Dialog/]', message },
  ],
};
