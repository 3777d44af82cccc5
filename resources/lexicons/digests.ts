/** SHA-256 of the files that the redactor reads. Written by `npm run phi:lists` and `npm run phi:train`. */
export const SHA256 = {
  'words.bin': '50f36f9eaea8102075a5399916162ffdc7cdfd5a64d0afe6bf2bc9ed9d06ef45',
  'tagger.bin': '824e86da8d49cd92a8721f53f4f546be2b91ffad186d9fbd0b315a032918cc4e',
} as const;
