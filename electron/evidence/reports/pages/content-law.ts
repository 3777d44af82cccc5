import { GRADES, REPORT_ATTACHMENT, type Grade, type RunReport } from '../../../../shared/formats/report.ts';
import { facts, heading, paragraph, subheading, verbatim } from './blocks.ts';
import type { Flow } from './sheet.ts';
import { table, type TableColumn } from './table.ts';
import { TEXT } from './theme.ts';
import { entryRefs, stateCell, title } from './words.ts';

export const GRADE_WORDS: Readonly<Record<Grade, string>> = {
  enforced: 'the software refuses anything else, and entries show it doing so',
  recorded: 'entries show that it happened',
  asserted: 'a person or the software says so; nothing here shows it',
  unknown: 'nothing here shows anything about it',
};

export function safeguards(flow: Flow, report: RunReport, number: number): void {
  heading(flow, number, '45 CFR 164.312, item by item');
  gradedItems(
    flow,
    report,
    'This section supports an evaluation under 164.308(a)(8); it is not one.',
    [
      { title: 'Item', width: 74 },
      { title: 'Safeguard', width: 132 },
      { title: 'Grade', width: 54 },
      { title: 'What this run shows', width: 167 },
      { title: 'Entries', width: 60 },
    ],
    ({ title: name, addressable }) => `${name}\n${addressable ? 'addressable' : 'required'}`,
  );
  paragraph(
    flow,
    'Addressable does not mean optional: where an item is not implemented, 164.306(d)(3) wants the reason and what is done instead in writing. This workspace holds no such document yet.',
    TEXT.quiet,
  );
}

/** A run held against the trust services criteria. */
export function criteria(flow: Flow, report: RunReport, number: number): void {
  heading(flow, number, 'Trust services criteria, one by one');
  gradedItems(
    flow,
    report,
    'This section supports an examination; it is not one.',
    [
      { title: 'Criterion', width: 50 },
      { title: 'About', width: 140 },
      { title: 'Grade', width: 54 },
      { title: 'What this run shows', width: 183 },
      { title: 'Entries', width: 60 },
    ],
    ({ title: name }) => name,
  );
}

type Safeguard = RunReport['safeguards']['items'][number];

/** The items of a rule book, each with its grade and the entries that show it. */
function gradedItems(
  flow: Flow,
  { safeguards: { asOf, proposal, items } }: RunReport,
  disclaimer: string,
  columns: readonly TableColumn[],
  about: (item: Safeguard) => string,
): void {
  paragraph(flow, `${asOf} ${disclaimer} ${proposal}`, TEXT.quiet);
  facts(
    flow,
    GRADES.map((grade) => ({ label: title(grade), value: GRADE_WORDS[grade] })),
  );
  table(
    flow,
    columns,
    items.map((item) => [
      { text: item.cite, style: TEXT.cellStrong },
      about(item),
      stateCell(item.grade),
      { text: item.evidence, style: TEXT.cellQuiet },
      { text: entryRefs(item.entries, 4), style: TEXT.cellQuiet },
    ]),
  );
}

export function howToCheck(
  flow: Flow,
  report: Pick<RunReport, 'workspace'>,
  number: number,
  attachmentSha256: string,
): void {
  heading(flow, number, 'How to check this report', 250);
  paragraph(
    flow,
    'The file was issued with one signature (PAdES baseline B-B with SHA-256) over all of its bytes; further signatures stand behind it and cover what is before them. One changed byte breaks it. It can be checked on any machine, without a network and without this application: by these commands, or in a browser with the verifier page, whose hash is published with the release.',
  );
  verbatim(flow, 'swarm audit verify audit_report.pdf\npdfsig audit_report.pdf');
  subheading(flow, 'What to compare');
  facts(flow, [
    { label: 'Root certificate', value: report.workspace.rootSha256, style: TEXT.valueMono },
    { label: 'Report certificate', value: report.workspace.certificateSha256, style: TEXT.valueMono },
    { label: `Data, ${REPORT_ATTACHMENT}`, value: attachmentSha256, style: TEXT.valueMono },
  ]);
  paragraph(
    flow,
    `All are SHA-256. A signature says that the file is as it was signed; only the root fingerprint, obtained from the hospital by another way, says by whom. The figures of this report are attached as ${REPORT_ATTACHMENT}, for programs, and its text as report.html, for screen readers. Entries named with # are attached with proofs that they stand under the checkpoint; where an entry holds a small count or words of people, only its hash is.`,
    TEXT.quiet,
  );
}
