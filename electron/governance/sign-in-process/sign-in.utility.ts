import { serve } from '../../core/index.ts';
import { parentPipes } from './parent-pipes.ts';
import { readProvider } from './read-provider.ts';
import { signInMethods } from './sign-in-methods.ts';

/**
 * SEC-50: the one process of ours that may open a connection, and only to the identity provider which the
 * machine policy pins. It holds no key and no data, and knows nobody's name until the provider says one.
 */
const methods = signInMethods(await readProvider());
// Only now: what is said before anybody listens would be lost.
const channel = parentPipes();
channel.onClose(() => {
  process.exit(0);
});
serve(channel, methods);
