import type { ChainResult } from './chain.ts';
import type { Check, Fault, Verdict } from './verdict.ts';

/** One check from the faults it may show: failed with the first of them, else ok. */
export function checkFor(what: string, faults: readonly (Fault | undefined)[], fine: string): Check {
  const fault = faults.find((candidate) => candidate !== undefined);
  if (fault === undefined) return { what, state: 'ok', detail: fine };
  const firstBad = fault.seq === undefined ? undefined : `entry ${fault.seq}`;
  return { what, state: 'failed', detail: fault.detail, firstBad };
}

/** The checks that the walk over the entries made. */
export function chainChecks(
  chain: ChainResult,
  how: { readonly withMac: boolean; readonly stopped: Fault | undefined; readonly payloads: number },
): Check[] {
  const of = (...verdicts: readonly Verdict[]): (Fault | undefined)[] =>
    verdicts.map((verdict) => chain.faults.find((fault) => fault.verdict === verdict));
  const steps = chain.recordedClockSteps;
  return [
    checkFor('Entries', [how.stopped, ...of('entry_altered')], `all ${chain.size} are as they were written`),
    checkFor('Order', of('entry_missing', 'order_changed'), 'none is missing or out of place'),
    how.withMac
      ? checkFor('Keyed chain', of('chain_rewritten'), 'every MAC holds')
      : { what: 'Keyed chain', state: 'not_checked', detail: 'the MAC key was not given' },
    checkFor(
      'Payload references',
      of('payload_altered'),
      `${how.payloads} payloads cited, each under one hash`,
    ),
    checkFor(
      'Clock',
      of('clock_stepped_back'),
      steps === 0 ? 'never ran backwards' : `set back ${steps} times, each time recorded`,
    ),
  ];
}
