import { queryInWords, type SampleDocument } from '../../../shared/formats/sample.ts';
import { storyPage, type StoryPart } from '../reports/pages/story.ts';
import { plural } from '../reports/text.ts';
import type { AuditRow } from './audit-row.ts';

/** What every sample says of itself, on the page and in the window. */
export const SAMPLE_LIMITS = [
  'Completeness covers recorded events: what was never recorded stands in no population.',
  'Times are those of the workstation’s own clock. It is asserted: nobody else confirms it.',
  'Only the epoch of the checkpoint is covered. Where the journal was begun anew, the first entry of the epoch cites the one before.',
] as const;

/** The sample as a page for people: what was asked, what was drawn, and how to draw it again. */
export function samplePage(
  sample: SampleDocument,
  about: { readonly population: string; readonly note: string; readonly withheld: number },
  drawn: readonly AuditRow[],
): string {
  const { query, populationSize, entries, firstSeq, seed, size } = sample;
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  const story: StoryPart[] = [
    { kind: 'title', text: 'Sample of journal entries' },
    {
      kind: 'facts',
      rows: [
        { label: 'Population', value: about.population },
        { label: 'Period', value: `${day(query.fromMs)} to ${day(query.toMs - 1)}, days of UTC` },
        { label: 'Entries in the population', value: String(populationSize) },
        { label: 'Asked for', value: plural(size, 'entry', 'entries') },
        { label: 'Drawn', value: plural(drawn.length, 'entry', 'entries') },
        { label: 'Seed, as it was typed', value: seed },
        { label: 'Drawn at', value: new Date(sample.drawnAtMs).toISOString() },
        { label: 'Workspace', value: sample.workspace },
      ],
    },
    { kind: 'heading', level: 2, text: 'The population’s query' },
    { kind: 'verbatim', text: queryInWords(query) },
    { kind: 'heading', level: 2, text: 'What is shown, and what is not' },
    {
      kind: 'paragraph',
      text: `This bundle holds ${plural(entries, 'entry', 'entries')}, from entry ${firstSeq} on: all that the checkpoint below covers. Together they make its root, so none was left out, and the query finds ${populationSize} of them. That is what makes the population complete.`,
    },
    ...(about.withheld === 0
      ? []
      : [
          {
            kind: 'paragraph' as const,
            text: `${plural(about.withheld, 'entry is', 'entries are')} given by hash alone, because a text in it looks like an identifier. Whether such an entry belongs to the population is the word of the signer.`,
          },
        ]),
    ...SAMPLE_LIMITS.map((text) => ({ kind: 'paragraph' as const, text })),
    { kind: 'heading', level: 2, text: 'Drawn, in the order of the drawing' },
    {
      kind: 'table',
      head: ['Entry', 'Time (UTC)', 'Kind', 'Phase', 'Person', 'Role', 'About'],
      rows: drawn.map((row) => [
        String(row.seq),
        new Date(row.recorded_at).toISOString(),
        row.kind,
        row.phase,
        row.actor_id,
        row.actor_role,
        [row.object_type, row.object_id, row.tool, row.rule_id, row.detail]
          .filter((part) => part !== null)
          .join(' '),
      ]),
    },
    { kind: 'heading', level: 2, text: 'Drawing it again' },
    {
      kind: 'paragraph',
      text: 'Each entry of the population has a rank: SHA-256 over the line swarm-clinical/sample/v1, the seed, and the entry’s leaf hash (SHA-256 over a zero byte and the entry), each with a line feed behind it. Those with the smallest ranks are drawn. swarm audit verify and the verifier page in this bundle do it from journal.jsonl.',
    },
    { kind: 'heading', level: 2, text: 'Checkpoint' },
    { kind: 'verbatim', text: about.note },
  ];
  return storyPage(
    'Sample of journal entries',
    'Part of an evidence bundle, whose signature covers it; a copy of this file alone is not signed.',
    story,
  );
}
