import type { RunReport } from '../../../../shared/formats/report.ts';
import { formatCount } from '../text.ts';
import { facts, heading, paragraph, subheading, verbatim } from './blocks.ts';
import { code } from './code.ts';
import type { Flow } from './sheet.ts';
import { table } from './table.ts';
import { TEXT } from './theme.ts';
import { hashLines, rows, stateCell, time, title } from './words.ts';

export function redactions(flow: Flow, report: RunReport, number: number): void {
  heading(flow, number, 'Redactions');
  if (report.redactions.length === 0) {
    paragraph(flow, 'The redactor replaced nothing in the results of this run’s tools.');
    return;
  }
  paragraph(
    flow,
    'Identifiers replaced in tool results before the model saw them, by class of 45 CFR 164.514(b)(2)(i). A count says what was found, not that nothing was missed.',
    TEXT.quiet,
  );
  table(
    flow,
    [
      { title: 'Class', width: 160 },
      { title: 'Replaced', width: 80, align: 'right' },
      { title: '', width: 247 },
    ],
    report.redactions.map((row) => [title(row.class.toLowerCase()), formatCount(row.count), '']),
  );
}

export function artefacts(flow: Flow, report: RunReport, number: number): void {
  heading(flow, number, 'Artefacts and hashes');
  paragraph(flow, 'This report is an artefact of the run too; a file cannot hold its own hash.', TEXT.quiet);
  if (report.artefacts.length === 0) paragraph(flow, 'The run wrote no other artefact.');
  else
    table(
      flow,
      [
        { title: 'Artefact', width: 100 },
        { title: 'File', width: 108 },
        { title: 'State', width: 60 },
        { title: 'Bytes', width: 48, align: 'right' },
        { title: 'SHA-256', width: 140 },
        { title: 'Entry', width: 31 },
      ],
      report.artefacts.map((artefact) => [
        artefact.mandatory ? `${title(artefact.kind)}\nmandatory` : title(artefact.kind),
        { text: artefact.file, style: TEXT.cellQuiet },
        stateCell(artefact.state),
        artefact.sizeBytes === undefined ? '-' : formatCount(artefact.sizeBytes),
        artefact.sha256 === undefined ? '-' : { text: hashLines(artefact.sha256), style: TEXT.cellMono },
        artefact.entry === undefined ? '-' : `#${artefact.entry}`,
      ]),
    );
  subheading(flow, 'What the run stood on', 80);
  table(
    flow,
    [
      { title: 'What', width: 180 },
      { title: 'SHA-256', width: 267 },
      { title: 'Entry', width: 40 },
    ],
    report.hashes.map((hash) => [
      hash.what,
      { text: hash.sha256, style: TEXT.cellMono },
      hash.entry === undefined ? '-' : `#${hash.entry}`,
    ]),
  );
  subheading(flow, 'Exports of this dataset', 60);
  if (report.exports.length === 0) {
    paragraph(flow, 'No export of this dataset is recorded up to this report.');
    return;
  }
  table(
    flow,
    [
      { title: 'Entry', width: 34 },
      { title: 'Time and person', width: 120 },
      { title: 'Decision', width: 58 },
      { title: 'Outcome', width: 52 },
      { title: 'Columns', width: 42, align: 'right' },
      { title: 'Rows', width: 41, align: 'right' },
      { title: 'SHA-256 of the file', width: 140 },
    ],
    report.exports.map((entry) => {
      const behaviour = stateCell(entry.behaviour);
      return [
        `#${entry.entry}`,
        `${time(entry.atMs)}\n${entry.who}`,
        { ...behaviour, text: `${behaviour.text}\n${entry.ruleId}` },
        stateCell(entry.outcome === 'none' ? 'no act' : entry.outcome),
        formatCount(entry.columns),
        entry.rows === undefined ? '-' : rows(entry.rows),
        entry.sha256 === undefined ? '-' : { text: hashLines(entry.sha256), style: TEXT.cellMono },
      ];
    }),
  );
}

export function journal(flow: Flow, report: Pick<RunReport, 'journal'>, number: number): void {
  const { checkpoint } = report.journal;
  heading(flow, number, 'The journal');
  facts(flow, [
    { label: 'Read through', value: `entry #${report.journal.throughSeq}` },
    {
      label: 'After the checkpoint',
      value: `${formatCount(report.journal.notUnderCheckpoint)} of the entries used here stand outside the signed root.`,
    },
  ]);
  if (report.journal.checks.length === 0) paragraph(flow, 'The verifier was not run for this report.');
  else
    table(
      flow,
      [
        { title: 'Check', width: 130 },
        { title: 'Verdict', width: 70 },
        { title: 'Detail', width: 287 },
      ],
      report.journal.checks.map((check) => [
        check.what,
        stateCell(check.verdict),
        { text: check.detail, style: TEXT.cellQuiet },
      ]),
    );
  if (checkpoint === undefined) {
    paragraph(flow, 'No checkpoint was made.');
    return;
  }
  subheading(flow, `Checkpoint of entry #${checkpoint.entry}, ${time(checkpoint.atMs)}`, 100);
  paragraph(
    flow,
    `A signed note (C2SP): origin, size, Merkle root (RFC 6962), signature. Its exact bytes are in the attached data. ${checkpoint.anchored ? 'A witness is known to hold it.' : 'No witness is known to hold it; this paper, kept elsewhere, becomes one.'}`,
    TEXT.quiet,
  );
  verbatim(flow, checkpoint.note);
  code(
    flow,
    checkpoint.note,
    'The same note to scan. Whoever keeps this page, a photograph of the code, or the text as a file, is a witness: ' +
      '“swarm audit verify --witness FILE” shows, years later, whether the journal still grew out of what this note was signed over.',
  );
  anchoring(flow, report);
  drill(flow, report);
}

function anchoring(flow: Flow, report: Pick<RunReport, 'journal'>): void {
  const { anchoring: known } = report.journal;
  if (known === undefined) return;
  const { last, previous, unanchoredEntries } = known;
  subheading(flow, 'Known outside this machine', 60);
  facts(flow, [
    {
      label: 'Risk window',
      value:
        last === undefined
          ? `All ${formatCount(unanchoredEntries)} entries: no checkpoint had left this machine before this report.`
          : `${formatCount(unanchoredEntries)} entries since the checkpoint over ${formatCount(last.size)}.`,
    },
    {
      label: 'Last that left',
      value:
        last === undefined
          ? 'none'
          : `${time(last.atMs)}, ${LEFT[last.kind]}${last.witness === undefined ? '' : ` by ${last.witness}`}`,
    },
    {
      label: 'Report before',
      value:
        previous === undefined
          ? 'This is the first report of this workspace.'
          : `Checkpoint of entry #${previous.entry}, ${time(previous.atMs)}, over ${formatCount(previous.size)} entries:`,
    },
  ]);
  if (previous !== undefined) verbatim(flow, previous.note);
}

/** How a checkpoint left; only a cosignature proves that somebody else holds it. */
const LEFT = {
  report: 'in a report that was saved (asserted)',
  file: 'on a file that was handed out (asserted)',
  workspace: 'cosigned (proved)',
} as const;

function drill(flow: Flow, report: Pick<RunReport, 'journal'>): void {
  const { drill: last } = report.journal;
  if (last === undefined) return;
  subheading(flow, `Tamper drill of entry #${last.entry}, ${time(last.atMs)}`, 120);
  paragraph(
    flow,
    `Attacks on a copy of ${formatCount(last.size)} entries, each verified without a witness and with one. ${last.asExpected ? 'Every attack got the verdict that it should get.' : 'An attack did NOT get the verdict that it should get.'} Where only the right column names it, nothing in the workspace shows the attack.`,
    TEXT.quiet,
  );
  table(
    flow,
    [
      { title: 'Attack', width: 277 },
      { title: 'Without a witness', width: 105 },
      { title: 'With a witness', width: 105 },
    ],
    last.attacks.map((attack) => [
      attack.what,
      { text: attack.without, style: TEXT.cellQuiet },
      { text: attack.with, style: TEXT.cellQuiet },
    ]),
  );
}

export function people(flow: Flow, report: Pick<RunReport, 'people'>, number: number): void {
  heading(flow, number, 'People');
  table(
    flow,
    [
      { title: 'Name', width: 150 },
      { title: 'Role', width: 77 },
      { title: 'Id', width: 200 },
      { title: 'Entries', width: 60, align: 'right' },
    ],
    report.people.map((person) => [
      person.name,
      title(person.role),
      { text: person.id, style: TEXT.cellMono },
      formatCount(person.entries),
    ]),
  );
}
