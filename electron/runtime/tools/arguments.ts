import { z } from 'zod';
import { SafeName } from '../../../shared/domain/index.ts';

/** Arguments that every transform takes, in the order the model writes them. */
export const columnArguments = {
  finding: z.string().regex(/^F[1-9][0-9]{0,3}$/, 'a finding id looks like F3'),
  table: SafeName,
  column: SafeName,
};

export const ColumnArguments = z.strictObject(columnArguments);
export type ColumnArguments = z.infer<typeof ColumnArguments>;
