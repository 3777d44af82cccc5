/** SHA-256 of the files that the redactor reads. Written by `npm run phi:lists` and `npm run phi:train`. */
export const SHA256 = {
  'words.bin': '8a4c07fd9fbbb746795921815affd4896c55154a6799ac64ff3fa8f008e74ce4',
  'tagger.bin': 'cf761727c159b9b2a67910a2aa5efc7c6a9228502e457a3fcdba15fd7a9e28e8',
} as const;
