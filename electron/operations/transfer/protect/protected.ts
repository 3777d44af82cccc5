/** Bytes that belong to an earlier place than the end. */
export interface Patch {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** What is written: bytes one behind the other, and at the end what belongs to the front. */
export type Protected = AsyncGenerator<Uint8Array | Patch>;
