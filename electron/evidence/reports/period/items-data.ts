import { plural } from '../text.ts';
import { item, recordedIf, type Item } from './item.ts';
import { graded, seqsOf, together } from './view.ts';

export const encryption: Item = (view) => {
  const keys = together(view.shown('key.created', 'event'), view.shown('key.rotated', 'event'));
  return item(
    '164.312(a)(2)(iv)',
    'Encryption and decryption',
    [
      graded(
        'Databases are SQLCipher files, content is AES-256-GCM under keys of its own: the software’s own statement, not measured by this report.',
        'asserted',
      ),
      graded(
        keys.count === 0
          ? 'No key was made or replaced in the period.'
          : `${plural(keys.count, 'key')} made or replaced, each with its fingerprint.`,
        recordedIf(keys),
        keys,
      ),
    ],
    true,
  );
};

export const transmission: Item = (view) => {
  const exported = together(
    view.shown('dataset.export', 'intent'),
    view.shown('conversation.export', 'intent'),
  );
  return item('164.312(e)(1)', 'Transmission security', [
    graded(
      'The application opens no network connection: its own statement, not tested by this report.',
      'asserted',
    ),
    graded(
      exported.count === 0
        ? 'No file with data left the workspace in the period.'
        : `${plural(exported.count, 'export')} of data asked for; the SHA-256 of each file that was written is on record.`,
      recordedIf(exported),
      exported,
    ),
  ]);
};

export const media: Item = (view) => {
  const out = together(
    ...(['dataset.export', 'conversation.export'] as const).map((kind) => view.shown(kind, 'intent')),
    view.shown('witness.export', 'outcome'),
  );
  return item(
    '164.310(d)(2)(iii)',
    'Accountability for media',
    [
      graded(
        out.count === 0
          ? 'Nothing left the workspace in the period.'
          : `${plural(out.count, 'entry', 'entries')} say what left, with whom and when. Which medium carried it afterwards is outside the record.`,
        recordedIf(out),
        out,
      ),
    ],
    true,
  );
};

export const minimumNecessary: Item = (view) => {
  const signed = view
    .doneWithin('attestation.sign')
    .filter(({ body }) => body.artefact === 'minimum_necessary');
  return item('164.514(d)', 'Minimum necessary', [
    graded(
      `${plural(signed.length, 'statement')} of minimum necessary signed, column by column.`,
      signed.length > 0 ? 'recorded' : 'unknown',
      seqsOf(signed),
    ),
  ]);
};

export const safeHarbor: Item = (view) => {
  const attested = view
    .doneWithin('attestation.sign')
    .filter(({ body }) => body.artefact === 'deidentification');
  const reviews = view.within('redaction.review_signed', 'event');
  const claims = reviews.filter(({ body }) => body.noActualKnowledge);
  return item('164.514(b)(2)', 'De-identification by removing the named classes', [
    graded(
      `${plural(attested.length, 'statement')} of de-identification signed.`,
      attested.length > 0 ? 'recorded' : 'unknown',
      seqsOf(attested),
    ),
    graded(
      claims.length === 0
        ? 'No reader of redacted text stated no actual knowledge in the period.'
        : `${plural(claims.length, 'reader')} of redacted text stated no actual knowledge.`,
      claims.length > 0 ? 'asserted' : 'unknown',
      seqsOf(claims),
    ),
    graded(
      'Surrogates are random and kept in a vault of its own, never derived from the person (164.514(c)): the software’s own statement.',
      'asserted',
    ),
  ]);
};

export const expert: Item = (view) => {
  const measured = view.within('redaction.measured', 'event');
  return item('164.514(b)(1)', 'De-identification by expert determination', [
    graded(
      measured.length === 0
        ? 'The redactor was not measured in the period.'
        : `The redactor was measured ${plural(measured.length, 'time')}; figures for an expert, not a determination.`,
      measured.length > 0 ? 'recorded' : 'unknown',
      seqsOf(measured),
    ),
  ]);
};
