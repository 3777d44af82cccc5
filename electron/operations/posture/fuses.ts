import { open } from 'node:fs/promises';

/** How Electron marks the place of its fuses in its program; then a version, a length, one character each. */
const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
const VERSION = 1;
const [OFF, ON] = ['0', '1'] as const;
const CHUNK_BYTES = 4 * 1024 * 1024;

/** What the package sets, in Electron's order; `electron-builder.yml` sets the same. */
export const FUSES: readonly (readonly [name: string, on: boolean])[] = [
  ['runAsNode', false],
  ['enableCookieEncryption', true],
  ['enableNodeOptionsEnvironmentVariable', false],
  ['enableNodeCliInspectArguments', false],
  ['enableEmbeddedAsarIntegrityValidation', true],
  ['onlyLoadAppFromAsar', true],
  ['loadBrowserProcessSpecificV8Snapshot', false],
  ['grantFileProtocolExtraPrivileges', false],
];

/** Names of fuses that are not as the package sets them; undefined where the program shows none. */
export interface FusesFound {
  readonly wrong: readonly string[];
}

/** Reads the fuses from the program itself, which is large: for when somebody asks. */
export async function readFuses(program: string): Promise<FusesFound | undefined> {
  const file = await open(program, 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    // Each piece begins with the end of the last one, so that nothing is missed between two.
    const piece = Buffer.alloc(CHUNK_BYTES);
    for (let at = 0; ; at += CHUNK_BYTES - 2 * SENTINEL.length) {
      const { bytesRead } = await file.read(piece, 0, CHUNK_BYTES, at);
      const found = piece.subarray(0, bytesRead).indexOf(SENTINEL);
      if (found >= 0) {
        const wire = Buffer.alloc(2 + FUSES.length);
        await file.read(wire, 0, wire.length, at + found + SENTINEL.length);
        return judge(wire);
      }
      if (bytesRead < CHUNK_BYTES) return undefined;
    }
  } finally {
    await file.close();
  }
}

function judge(wire: Buffer): FusesFound | undefined {
  const [version, length = 0] = wire;
  if (version !== VERSION) return undefined;
  const wrong = FUSES.filter(([, on], at) => {
    return at >= length || String.fromCharCode(wire[2 + at] ?? 0) !== (on ? ON : OFF);
  });
  return { wrong: wrong.map(([name]) => name) };
}
