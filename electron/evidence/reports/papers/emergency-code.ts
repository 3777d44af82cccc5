import { facts, paragraph, subheading } from '../pages/blocks.ts';
import type { Flow } from '../pages/sheet.ts';
import { COLOUR, TEXT, tinted } from '../pages/theme.ts';
import { time } from '../pages/words.ts';
import { letterBox, opening, signLines } from './parts.ts';

/** What goes into the sealed envelope. Its groups are secret: whoever draws it MUST keep nothing of it. */
export interface EmergencyCodePaper {
  readonly kind: 'emergency';
  readonly workspaceId: string;
  readonly set: string;
  readonly number: number;
  /** Two where a second person has to be there. */
  readonly count: number;
  readonly groups: readonly string[];
  readonly madeAtMs: number;
  readonly madeBy: string;
  readonly witnessedBy: string;
}

/** Sets the paper on one page: what it is, its letters and code, how to use it, lines for the pen. */
export function emergencyCode(flow: Flow, paper: EmergencyCodePaper): void {
  const { number, count } = paper;
  const isSecond = number === 2;
  opening(flow, {
    title: count === 1 ? 'Emergency code' : `Emergency code, paper ${number} of ${count}`,
    lead:
      count === 1
        ? 'For the night when a patient needs it and nobody who holds the keys can be reached. Together with your own sign-in it opens one table, or one run, for a limited time, once.'
        : `For the night when a patient needs it and nobody who holds the keys can be reached. It takes both papers, which lie with different people, and your own sign-in. ${isSecond ? 'This one is the second person’s.' : 'This one lies in the safe.'}`,
  });
  facts(flow, [
    { label: 'Workspace', value: paper.workspaceId, style: TEXT.valueMono },
    { label: 'Envelope', value: `${paper.set}, made ${time(paper.madeAtMs)}`, style: TEXT.value },
    { label: 'Made by', value: `${paper.madeBy}, witnessed by ${paper.witnessedBy}` },
  ]);
  letterBox(flow, paper.groups);
  subheading(flow, 'Keep it');
  paragraph(
    flow,
    isSecond
      ? 'Seal it and keep it where you can be reached at any hour, apart from the first paper. Destroy the file that this was printed from.'
      : 'Seal it in an envelope, sign over the flap, and put it where whoever is on duty can reach it. Look at the seal regularly. Destroy the file that this was printed from.',
  );
  subheading(flow, 'Use it');
  paragraph(
    flow,
    'Sign in with your own name, open Emergency, say what happened, choose the one table or run that you need, and type the letters or read the code with a scanner that types. Keep the paper until you are done: after a lock you type it again. On the command line: swarm admin break-glass begin.',
  );
  paragraph(
    flow,
    'Everything that you open is on record. Compliance officers see it at once and review it; until then no report is issued without saying so on its first page. The code works once: afterwards a compliance officer makes a new one.',
    tinted(TEXT.body, COLOUR.bad),
  );
  signLines(flow, ['Kept at', 'Sealed on, seal number', 'Signatures over the flap', 'Opened on, by, why']);
}
