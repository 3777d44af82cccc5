/** SHA-256 of the files that the redactor reads. Written by `npm run phi:lists` and `npm run phi:train`. */
export const SHA256 = {
  'words.bin': 'fc392fd860181b1c4973bb71c64f42383acb7d15a0eef4aa72709b0ce6637ffc',
  'tagger.bin': 'cc04a3952c21c47ecf0271df1a1e02b774bf14284f585ab41728adecc425cc24',
} as const;
