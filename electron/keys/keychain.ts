/** What a system offers to seal a secret with. */
export interface KeychainFound {
  /**
   * `ready`: a key store that only this account of the system opens. `weak`: one that seals with a password
   * everybody knows, which is none. `none`: this program reaches no key store.
   */
  readonly state: 'ready' | 'weak' | 'none';
  /** What the system calls it. */
  readonly name: string;
}

/**
 * The key store of the operating system.
 *
 * An implementer MUST seal only while `look` says `ready`, and MUST reject what another account sealed or
 * somebody changed. What it is given passes through its own memory, which nobody here can wipe.
 */
export interface Keychain {
  look(): Promise<KeychainFound>;
  seal(secret: Uint8Array): Promise<Uint8Array>;
  open(sealed: Uint8Array): Promise<Uint8Array>;
}

/** Of programs that run outside the window's process: the command line, and the stand-in of tests. */
export const NO_KEYCHAIN: Keychain = {
  look: () => Promise.resolve({ state: 'none', name: 'none' }),
  seal: () => Promise.reject(new Error('no key store')),
  open: () => Promise.reject(new Error('no key store')),
};
