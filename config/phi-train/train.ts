import { shippedLexicon } from '../../electron/runtime/phi/lexicon.ts';
import { encodeWeights } from '../../electron/runtime/phi/tagger/weights.ts';
import { SHA256 } from '../../resources/lexicons/digests.ts';
import { writeShipped } from './digests.ts';
import { SHIPPED, take } from './learn/course.ts';

/**
 * Teaches the tagger and writes `resources/lexicons/tagger.bin`: `npm run phi:train`. The bytes are the same on every
 * machine; `npm run phi:train -- --check` writes nothing and fails where they are not those that ship.
 */
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const started = performance.now();
const bytes = encodeWeights(take(SHIPPED, shippedLexicon(), say));
const { createHash } = await import('node:crypto');
const digest = createHash('sha256').update(bytes).digest('hex');
const same = digest === SHA256['tagger.bin'];
if (process.argv.includes('--check')) {
  say(same ? 'the weights are those that ship' : `other weights than those that ship: SHA-256 ${digest}`);
  process.exitCode = same ? 0 : 1;
} else {
  writeShipped('tagger.bin', bytes);
  say(`tagger.bin: ${bytes.length} bytes, SHA-256 ${digest}${same ? ', as before' : ''}`);
}
say(`${((performance.now() - started) / 1000).toFixed(0)} s`);
