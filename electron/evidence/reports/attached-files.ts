import { EVIDENCE_FILES, type EvidenceFiles } from '../../../shared/formats/evidence.ts';
import { REPORT_ATTACHMENT } from '../../../shared/formats/report.ts';
import { htmlTwin, type StoryPart } from './pages/story.ts';
import type { AttachedFile } from './pdf/attach.ts';

/** The files that travel inside a report: the model first, then the accessible text and the evidence. */
export function filesOf(parts: {
  readonly model: Uint8Array;
  readonly title: string;
  readonly about: string;
  readonly story: readonly StoryPart[];
  readonly evidence: EvidenceFiles | undefined;
}): readonly AttachedFile[] {
  const { model, evidence } = parts;
  const packed = (
    name: string,
    about: string,
    mime: string,
    text: string,
    relationship: AttachedFile['relationship'] = 'Data',
  ): AttachedFile => ({
    name,
    about,
    mime,
    relationship,
    bytes: Buffer.from(text, 'utf8'),
    packed: true,
  });
  return [
    // Uncompressed, so that a verifier needs no more than a hash function to check it.
    {
      name: REPORT_ATTACHMENT,
      about: 'The report as data',
      mime: 'application/json',
      relationship: 'Source',
      bytes: model,
      packed: false,
    },
    packed(
      'report.html',
      'Accessible text of this report, for screen readers',
      'text/html',
      htmlTwin(parts.title, parts.about, parts.story),
      'Alternative',
    ),
    ...(evidence === undefined
      ? []
      : [
          packed(
            EVIDENCE_FILES.rows,
            'Journal entries that this report cites',
            'application/jsonl',
            evidence.rows,
          ),
          packed(
            EVIDENCE_FILES.checkpoint,
            'The checkpoint that they stand under',
            'text/plain',
            evidence.checkpoint,
          ),
          packed(EVIDENCE_FILES.proofs, 'A C2SP tlog-proof for each of them', 'text/plain', evidence.proofs),
        ]),
  ];
}
