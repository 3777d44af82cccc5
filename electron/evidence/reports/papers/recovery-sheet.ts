import { facts, paragraph, subheading } from '../pages/blocks.ts';
import type { Flow } from '../pages/sheet.ts';
import { COLOUR, TEXT, tinted } from '../pages/theme.ts';
import { time } from '../pages/words.ts';
import { letterBox, opening, signLines } from './parts.ts';

/** One sealed sheet. Its groups are secret: whoever draws it MUST keep nothing of it. */
export interface RecoverySheetPaper {
  readonly kind: 'recovery';
  readonly workspaceId: string;
  readonly set: string;
  readonly number: number;
  readonly count: number;
  readonly threshold: number;
  readonly groups: readonly string[];
  readonly madeAtMs: number;
  readonly madeBy: string;
  readonly witnessedBy: string;
  /** SHA-256 of the root that reports are signed under. */
  readonly rootSha256: string;
}

/** Sets a sheet on one page: what it is, its letters and code, how to use it, lines for the pen. */
export function recoverySheet(flow: Flow, paper: RecoverySheetPaper): void {
  const { number, count, threshold } = paper;
  opening(flow, {
    title: `Recovery sheet ${number} of ${count}`,
    lead: `${threshold} of these ${count} sheets together give a person access to the workspace again, when nobody can sign in or a password is lost. This one alone opens nothing and tells nothing.`,
  });
  facts(flow, [
    { label: 'Workspace', value: paper.workspaceId, style: TEXT.valueMono },
    { label: 'Set', value: `${paper.set}, made ${time(paper.madeAtMs)}`, style: TEXT.value },
    { label: 'Made by', value: `${paper.madeBy}, witnessed by ${paper.witnessedBy}` },
    { label: 'Report signer’s root', value: `SHA-256 ${paper.rootSha256}`, style: TEXT.valueMono },
  ]);
  letterBox(flow, paper.groups);
  subheading(flow, 'Keep it');
  paragraph(
    flow,
    `Seal it in an envelope of its own and sign over the flap. Keep the ${count} sheets in different places, with different people. Whoever has ${threshold} of them and the files of the workspace reads every patient’s data. Destroy the file that this was printed from.`,
  );
  subheading(flow, 'Use it');
  paragraph(
    flow,
    'At the sign-in screen choose Recover access and type the letters, or read the code with a scanner that types. Capital or small letters, spaces and dashes do not matter; a slip is told by its group. Afterwards make new sheets: these have been seen. On the command line: swarm recovery use.',
  );
  paragraph(
    flow,
    'There is no other way in. If too few sheets are left and nobody who holds the content keys can sign in, the content stays shut for good: neither the maker of this application nor the administrator can open it. New sheets make this one void.',
    tinted(TEXT.body, COLOUR.bad),
  );
  signLines(flow, ['Kept by', 'Kept at', 'Sealed on, seal number', 'Signatures over the flap']);
}
