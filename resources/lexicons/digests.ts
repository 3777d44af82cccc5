/** SHA-256 of the files that the redactor reads. Written by `npm run phi:lists` and `npm run phi:train`. */
export const SHA256 = {
  'words.bin': '73bd3b98e48a4f11c294fce03f6e034ceee479a8c851be25e44b6e1d95ed8d26',
  'tagger.bin': 'c07a7979e5d1c104f0e001d80748b2ab6a6aaba4092eaa7693242013f0357daa',
} as const;
