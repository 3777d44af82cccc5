import type { Item } from './item.ts';
import { access, authentication, emergency, loginMonitoring, logoff, uniqueIds } from './items-access.ts';
import { activityReview, audit, authenticity, integrity, policies } from './items-record.ts';
import { encryption, expert, media, minimumNecessary, safeHarbor, transmission } from './items-data.ts';

/** Items in the order of the audit protocol. */
export const ITEMS = {
  access,
  uniqueIds,
  emergency,
  logoff,
  encryption,
  audit,
  activityReview,
  loginMonitoring,
  integrity,
  authenticity,
  authentication,
  transmission,
  media,
  minimumNecessary,
  expert,
  safeHarbor,
  policies,
} as const satisfies Readonly<Record<string, Item>>;
export type ItemName = keyof typeof ITEMS;
