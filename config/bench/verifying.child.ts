import { availableParallelism } from 'node:os';
import { verifyJournal } from '../../electron/evidence/verify/index.ts';
import type { VerifyAnswer, VerifyRequest } from './verify.bench.ts';

/** Verifies a journal in a process that does nothing else, so that its memory is that of a verifier alone. */
process.on('message', ({ folder, origin, ...keys }: VerifyRequest) => {
  const raw = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
  const before = process.cpuUsage();
  const start = performance.now();
  void verifyJournal({
    folder,
    origin,
    databaseKey: raw(keys.databaseKey),
    macKey: raw(keys.macKey),
    checkpointPublicKey: raw(keys.checkpointPublicKey),
  }).then(({ verdict, size }) => {
    const { user, system } = process.cpuUsage(before);
    const answer: VerifyAnswer = {
      verdict,
      size,
      cores: availableParallelism(),
      ms: performance.now() - start,
      cpuMs: (user + system) / 1000,
      peakMib: process.resourceUsage().maxRSS / 1024,
    };
    process.send?.(answer);
  });
});
