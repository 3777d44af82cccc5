/** SHA-256 of the files that the redactor reads. Written by `npm run phi:lists` and `npm run phi:train`. */
export const SHA256 = {
  'words.bin': 'af48cab36b62236df73a66895f62910fc4ac44db85702432f2e6e20a2781a8ed',
  'tagger.bin': '5ee671c1f65d949e689f0d87299ec6939b9ca276f7b316e3147ada4ba15cef45',
} as const;
