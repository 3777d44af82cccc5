import { z } from 'zod';
import { DataCategory } from '../domain/categories.ts';

/** Places data can lie or go to. */
export const Place = z.enum(['workspace', 'export_folder', 'network']);
export type Place = z.infer<typeof Place>;

/** Places each category may lie in or go to; what is not listed is blocked. */
export const Residency = z.record(DataCategory, z.array(Place));
