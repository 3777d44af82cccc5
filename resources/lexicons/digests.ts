/** SHA-256 of the files that the redactor reads. Written by `npm run phi:lists` and `npm run phi:train`. */
export const SHA256 = {
  'words.bin': '50f36f9eaea8102075a5399916162ffdc7cdfd5a64d0afe6bf2bc9ed9d06ef45',
  'tagger.bin': 'be99fa7070e872e9cbaf885402fba241b7a09277f7b434f924ca74493b04f131',
} as const;
