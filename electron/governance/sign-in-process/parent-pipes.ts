import { processParent, streamChannel, type Channel } from '../../core/index.ts';

/** Who asks: a launcher's two pipes as standard input and output, or Electron's own channel. */
export function parentPipes(): Channel {
  if ((process as { parentPort?: unknown }).parentPort !== undefined) return processParent();
  return streamChannel(process.stdin, process.stdout);
}
