/** SHA-256 of the files that the redactor reads. Written by `npm run phi:lists` and `npm run phi:train`. */
export const SHA256 = {
  'words.bin': 'a48b1cd81e5f2794b54fad372617ab43986e058382790ab0fd4e57d76ded40c0',
  'tagger.bin': 'c21e92a22297aeff3e2bf2384f120d0c0c65217bbc05b898443051cb79e1b966',
} as const;
