/** SHA-256 of the files that the redactor reads. Written by `npm run phi:lists` and `npm run phi:train`. */
export const SHA256 = {
  'words.bin': 'af48cab36b62236df73a66895f62910fc4ac44db85702432f2e6e20a2781a8ed',
  'tagger.bin': '832b5a322494033a6ef3a5c70cc7d244e39c6b1c7a75526f16442114856f508c',
} as const;
