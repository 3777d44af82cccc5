/** SHA-256 of the files that the redactor reads. Written by `npm run phi:lists` and `npm run phi:train`. */
export const SHA256 = {
  'words.bin': '8a4c07fd9fbbb746795921815affd4896c55154a6799ac64ff3fa8f008e74ce4',
  'tagger.bin': '68728690a56f22463cc58529c916a8403899d4dba1a1fbbab840797c0d773dc1',
} as const;
