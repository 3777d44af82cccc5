import { createRedactor } from '../../electron/runtime/phi/index.ts';

/** The redactor in a process of its own: prints how long it takes to start, and the memory after 5 MB of notes. */
const began = performance.now();
const redactor = createRedactor();
redactor.detect('Dr. Okafor saw Nia Smith on 3/14/2024.');
const startMs = performance.now() - began;
const { generatedNotes } = await import('./phi.bench.ts');
for (const note of generatedNotes()) redactor.detect(note);
const memoryMiB = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ startMs, memoryMiB }));
