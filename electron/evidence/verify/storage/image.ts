import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The bytes of a database file: on disk, or in memory where a caller changes them. Only read. */
export interface DatabaseImage {
  readonly sizeBytes: number;
  /** Fills a buffer from a position on. @returns how many bytes there were */
  read(into: Buffer, at: number): number;
  close(): void;
}

/** @param sizeBytes the size to go by, where a writer may be adding pages */
export function fileImage(path: string, sizeBytes?: number): DatabaseImage {
  const file = openSync(path, 'r');
  return {
    sizeBytes: sizeBytes ?? fstatSync(file).size,
    read: (into, at) => {
      let done = 0;
      while (done < into.length) {
        const read = readSync(file, into, done, into.length - done, at + done);
        if (read === 0) break;
        done += read;
      }
      return done;
    },
    close: () => {
      closeSync(file);
    },
  };
}

export function memoryImage(bytes: Uint8Array): DatabaseImage {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    sizeBytes: whole.length,
    read: (into, at) => whole.copy(into, 0, at, at + into.length),
    close: () => undefined,
  };
}
