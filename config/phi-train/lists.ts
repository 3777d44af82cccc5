import { writeShipped } from './digests.ts';
import { compileLists } from './lists/compile.ts';

/** Compiles the word lists into `resources/lexicons/words.bin`: `npm run phi:lists`. */
const bytes = compileLists();
process.stdout.write(`words.bin: ${bytes.length} bytes, SHA-256 ${writeShipped('words.bin', bytes)}\n`);
