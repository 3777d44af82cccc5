/**
 * Shortest password, in characters: NIST SP 800-63B-4, 3.1.1.2, where it is the only factor. There are no
 * rules of composition and no forced change.
 */
export const MIN_PASSWORD_LENGTH = 15;
