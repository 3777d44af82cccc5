import { Encrypter } from 'age-encryption';
import { Problem } from '../../../../shared/domain/index.ts';
import type { Protected } from './protected.ts';

/** Seals a stream to a recipient's public key, as the age format says (c2sp.org/age, X25519). */
export async function* toAgeRecipient(clear: AsyncIterable<Uint8Array>, recipient: string): Protected {
  const encrypter = new Encrypter();
  addRecipient(encrypter, recipient);
  const source = clear[Symbol.asyncIterator]();
  const sealed = await encrypter.encrypt(
    new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const step = await source.next();
        if (step.done === true) controller.close();
        else controller.enqueue(step.value);
      },
      cancel: async () => {
        await source.return?.();
      },
    }),
  );
  yield* sealed;
}

/** @throws Problem `invalid_input` for what is no public key of age */
export function requireAgeRecipient(recipient: string): void {
  addRecipient(new Encrypter(), recipient);
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new Problem(
      'invalid_input',
      'that is no public key of age',
      'It begins with age1; ask the recipient for the line that age-keygen printed as public key.',
    );
  }
}
