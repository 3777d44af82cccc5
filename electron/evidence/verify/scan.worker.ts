import { parentPort, workerData } from 'node:worker_threads';
import { scanTools } from './node-tools.ts';
import { scanLeaves } from './scan-leaves.ts';
import type { ScanAnswer, ScanTask, ScanWorkerData } from './scan-worker-port.ts';
import { fileImage, PageCheck, PageSource } from './storage/index.ts';

const data = workerData as ScanWorkerData;
const image = fileImage(data.path, data.sizeBytes);
const firstPage = Buffer.alloc(16);
image.read(firstPage, 0);
const check = new PageCheck(data.databaseKey, firstPage);
const source = new PageSource(image, check, { log: data.log, pages: data.logPages });
const tools = scanTools(data.macKey);

parentPort?.on('message', ({ id, leaves, room }: ScanTask) => {
  let answer: ScanAnswer;
  let moved: ArrayBuffer[] = [];
  try {
    const scanned = scanLeaves(source, leaves, tools, data.range, room);
    answer = { id, scanned };
    moved = [scanned.summary.payloads.buffer];
  } catch (error) {
    // The text of an error could quote data; its code or class says enough.
    const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
    answer = { id, failure: String(code ?? name) };
  }
  parentPort?.postMessage(answer, moved);
});
