import type { ProviderRefusal } from '../../../shared/domain/index.ts';

/** Ends an attempt for one of the known reasons. It carries nothing of what the provider sent. */
export class Refused extends Error {
  readonly reason: ProviderRefusal;

  constructor(reason: ProviderRefusal) {
    super(reason);
    this.name = 'Refused';
    this.reason = reason;
  }
}
