import { describeHost } from './host.ts';

/** Runs once before all specs. */
export function setup(): void {
  process.stderr.write(`e2e host: ${describeHost()}\n`);
}
