/** SHA-256 of the files that the redactor reads. Written by `npm run phi:lists` and `npm run phi:train`. */
export const SHA256 = {
  'words.bin': '3d0a253676da81b1b385d68c012be02637a9ae29561645e4ba248e697d6abf58',
  'tagger.bin': '68eaeabcd5b2a16637943b6fceb3be698589a7a56d596ecf43ccf5280493d7d4',
} as const;
