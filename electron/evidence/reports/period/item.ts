import type { ProtocolItem } from '../../../../shared/formats/period-report.ts';
import type { Shown } from './facts.ts';
import type { JudgedDenial } from './lists-denials.ts';
import type { PeriodView } from './view.ts';

/** What items are written from, beside the view. */
export interface ItemFacts {
  readonly judged: readonly JudgedDenial[];
}

/** Writes one item of the audit protocol from what the period shows. */
export type Item = (view: PeriodView, facts: ItemFacts) => ProtocolItem;

export function item(
  cite: string,
  title: string,
  statements: ProtocolItem['statements'],
  addressable = false,
): ProtocolItem {
  return { cite, title, addressable, statements };
}

export const recordedIf = ({ count }: Shown): 'recorded' | 'unknown' => (count > 0 ? 'recorded' : 'unknown');
