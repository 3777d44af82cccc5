import type { OutgoingKind } from '../../shared/domain/index.ts';
import type { EntryContext } from '../../shared/formats/index.ts';
import type { WantedProtectionArgs } from '../../shared/ipc/index.ts';
import type { OutgoingPlace, Sent, Transfers } from '../operations/index.ts';
import { contextOf } from './actor.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Caller } from './dispatch.ts';
import { redactTyped, type About } from './typed-text.ts';

/** What a person says about something that leaves. */
export interface Said {
  readonly purpose: string;
  readonly recipient: string;
  readonly protection: WantedProtectionArgs;
}

/** How a file was shut, for the answer to the person who sent it. The passphrase stands nowhere else. */
export type HowSent = Pick<Sent, 'file' | 'protection' | 'passphrase'>;

/**
 * Asks for a place for what is about patients. What was typed is redacted before it can reach an entry.
 *
 * @returns no place where the person cancelled; `sent` tells how the file was shut once it was sent
 * @throws Problem as `Transfers.place`
 */
export async function placeToSend(
  desk: Desk<Content>,
  transfers: Transfers,
  request: {
    readonly what: OutgoingKind;
    readonly suggestedName: string;
    readonly about: About;
    readonly said: Said;
    readonly caller: Caller;
    /** What the data was labelled with and where it comes from, for the note that goes with it. */
    readonly labels?: readonly string[];
    readonly source?: Readonly<Record<string, string>>;
  },
): Promise<{ readonly place: OutgoingPlace | undefined; sent(): HowSent }> {
  const { what, suggestedName, about, said, caller, labels, source } = request;
  const { protection } = said;
  const asked = await transfers.place(
    {
      ...{ what, suggestedName },
      purpose: await redactTyped(desk, said.purpose, about),
      recipient: await redactTyped(desk, said.recipient, about),
      protection:
        protection.kind === 'clear'
          ? { kind: 'clear', reason: await redactTyped(desk, protection.reason, about) }
          : protection,
      handover: { sentByName: caller.person?.name, labels, source },
    },
    contextOf(caller),
  );
  let how: HowSent | undefined;
  const place: OutgoingPlace | undefined = asked && {
    ...asked,
    send: async (content, context: EntryContext, sending) => {
      const sent = await asked.send(content, context, sending);
      const { file, protection: shut, passphrase } = sent;
      how = { file, protection: shut, ...(passphrase === undefined ? {} : { passphrase }) };
      return sent;
    },
  };
  return {
    place,
    sent: () => {
      if (how === undefined) throw new Error('nothing was sent');
      return how;
    },
  };
}
