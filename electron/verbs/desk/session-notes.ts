import type { SessionView } from '../../../shared/ipc/index.ts';
import type { Clock } from '../../core/index.ts';
import type { PutBack } from '../../governance/index.ts';
import { Confirmation } from './confirmation.ts';
import { StatedPurpose } from './stated-purpose.ts';

/** What the desk knows of the session that is open and of no other; forgotten when it ends, and before the next. */
export class SessionNotes {
  readonly confirmation: Confirmation;
  readonly purpose: StatedPurpose;
  /** The older key file that the person came in by, because they are who looks into it. */
  putBack: PutBack | undefined;

  constructor(clock: Clock) {
    this.confirmation = new Confirmation(clock);
    this.purpose = new StatedPurpose(clock);
  }

  forget(): void {
    this.confirmation.forget();
    this.purpose.forget();
    this.putBack = undefined;
  }

  /** What the window is told of it. */
  get view(): Pick<SessionView, 'purpose' | 'olderKeyFile'> {
    const { purpose, putBack } = this;
    return {
      purpose: purpose.view,
      ...(putBack && { olderKeyFile: { since: putBack.since, undone: putBack.undone } }),
    };
  }
}
