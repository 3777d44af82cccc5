import { createInterface } from 'node:readline';
import { createDocumentRedactor, createRedactor, LongRedaction } from '../../electron/runtime/phi/index.ts';
import { tableChunks } from './phi-table.ts';

/**
 * The redactor in a process of its own, which holds nothing else: `notes` looks at the texts that stand as JSON strings
 * on the lines of its input, `prose` and `table` redact so many megabytes as one stream. Prints how long it took to
 * start, and the most memory that the process ever had.
 */
const [, , what = 'notes', megabytes = '0'] = process.argv;
const began = performance.now();
const redactor = createRedactor();
redactor.detect('Dr. Okafor saw Nia Smith on 3/14/2024.');
const startMs = performance.now() - began;
const startMiB = process.resourceUsage().maxRSS / 1024;
let characters = 0;
const lines: string[] = [];
if (what !== 'table')
  for await (const line of createInterface({ input: process.stdin })) {
    const text = JSON.parse(line) as string;
    if (what === 'notes') redactor.detect(text);
    else lines.push(text);
    characters += text.length;
  }
if (what !== 'notes') {
  const size = Number(megabytes) * 1e6;
  const redaction = new LongRedaction(createDocumentRedactor());
  for (const chunk of what === 'table' ? tableChunks(size) : repeated(lines, size))
    for (const { text } of redaction.push(chunk)) characters += text.length;
  for (const { text } of redaction.end()) characters += text.length;
}
const { user, system } = process.cpuUsage();
const memoryMiB = process.resourceUsage().maxRSS / 1024;
process.stdout.write(
  JSON.stringify({ startMs, startMiB, memoryMiB, characters, cpuMs: (user + system) / 1000 }),
);

function* repeated(texts: readonly string[], size: number): Generator<string> {
  for (let made = 0, i = 0; made < size; i += 1) {
    const text = `${texts[i % texts.length] ?? ''}\n\n`;
    made += text.length;
    yield text;
  }
}
