import { Problem } from '../../shared/domain/index.ts';
import type { ComplianceProfileFile } from '../../shared/formats/index.ts';
import { sha256Hex } from '../core/index.ts';
import { contextOf, lookContextOf } from './actor.ts';
import type { Clipboard } from './application.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Handlers } from './dispatch.ts';
import { redactTyped } from './typed-text.ts';

/** What was put on the clipboard, so that it can be taken off again. Holds no text, only its hash. */
export class CopiedOut {
  readonly #clipboard: Clipboard | undefined;
  #last: string | undefined;

  constructor(clipboard: Clipboard | undefined) {
    this.#clipboard = clipboard;
  }

  get isThere(): boolean {
    return this.#clipboard !== undefined;
  }

  async put(text: string): Promise<void> {
    this.#last = sha256Hex(text);
    await this.#clipboard?.write(text);
  }

  /** Empties the clipboard where what was put there still lies there; what another program put there since stays. */
  async takeBack(): Promise<void> {
    const last = this.#last;
    this.#last = undefined;
    if (last === undefined || this.#clipboard === undefined) return;
    if (sha256Hex(await this.#clipboard.read()) === last) await this.#clipboard.clear();
  }
}

/**
 * SEC-52: patients' data reaches the clipboard by this verb alone, as the profile says, and on record first. What is
 * copied is never written down, only how much of it there was.
 */
export function clipboardVerbs(
  desk: Desk<Content>,
  copied: CopiedOut,
  rule: () => ComplianceProfileFile['clipboard'],
): Pick<Handlers, 'clipboard.copy'> {
  return {
    'clipboard.copy': async ({ text, reason }, caller) => {
      if (!copied.isThere)
        throw new Problem(
          'unsupported',
          'there is no clipboard here',
          'Copy from the window, or export the table.',
        );
      const characters = text.length;
      switch (rule()) {
        case 'closed':
          await desk.journal.event('clipboard.refused', { characters }, contextOf(caller));
          throw new Problem(
            'denied',
            "the profile keeps patients' data off the clipboard",
            'The attempt was recorded. Export what is needed: it then leaves encrypted, for a purpose.',
          );
        case 'ask':
          if (reason === undefined) return { copied: false };
          break;
        case 'open':
          break;
      }
      const why = reason === undefined ? {} : { reason: await redactTyped(desk, reason) };
      const context = lookContextOf(caller);
      await desk.journal.event('clipboard.copied', { characters, ...why }, context);
      // The session may have ended while that was written down.
      caller.signal.throwIfAborted();
      await copied.put(text);
      return { copied: true };
    },
  };
}
