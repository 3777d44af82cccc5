import { Problem } from '../../shared/domain/problem.ts';
import { noteInFile } from '../../shared/formats/journal/tlog-proof.ts';
import type { VerifyView } from '../../shared/ipc/verify-views.ts';
import {
  LARGEST_DOCUMENT_BYTES,
  readFingerprint,
  verifyDocument,
  webTools,
} from '../../shared/verify/index.ts';

/**
 * The verifier as a page of one file: the same program as `swarm audit verify`, over a file that somebody
 * drops here. It is built into HTML by config/build/verifier.ts, whose policy lets nothing else run and
 * nothing be fetched.
 */

const STATES = { ok: 'ok', failed: 'failed', unknown: 'unknown', not_checked: 'not checked' } as const;
const LARGEST_WITNESS_BYTES = 1_000_000;

const tools = webTools(window);
const chosen: { document?: File; run: number } = { run: 0 };

function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`);
  return found;
}

const roots = element('roots', HTMLTextAreaElement);
const rootsProblem = element('roots-problem', HTMLElement);
const witness = element('witness', HTMLInputElement);
const input = element('document', HTMLInputElement);
const drop = element('drop', HTMLElement);
const result = element('result', HTMLElement);

/** Root fingerprints that were typed; undefined where one of them is none. */
function typedRoots(): readonly string[] | undefined {
  rootsProblem.textContent = '';
  try {
    return roots.value
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(readFingerprint);
  } catch (error) {
    rootsProblem.textContent = error instanceof Problem ? `${error.message}.` : 'This cannot be read.';
    return undefined;
  }
}

async function notes(): Promise<string[]> {
  return Promise.all(
    Array.from(witness.files ?? [], async (file) => {
      if (file.size > LARGEST_WITNESS_BYTES)
        throw new Problem('limit_reached', `${file.name} is no checkpoint`);
      return noteInFile(await file.text());
    }),
  );
}

async function check(): Promise<void> {
  const { document: file } = chosen;
  const known = typedRoots();
  if (file === undefined || known === undefined) return;
  chosen.run += 1;
  const { run } = chosen;
  show({ ok: false, subject: file.name, lines: [] }, 'Checking', '');
  let view: VerifyView;
  try {
    const witnesses = await notes();
    view =
      file.size > LARGEST_DOCUMENT_BYTES
        ? failed(file.name, 'the file is larger than any report or bundle')
        : await verifyDocument(
            new Uint8Array(await file.arrayBuffer()),
            { fileName: file.name, roots: known, witnesses },
            tools,
          );
  } catch (error) {
    view = failed(file.name, error instanceof Problem ? error.message : 'the file cannot be read');
  }
  // Somebody may have dropped another file meanwhile.
  if (run === chosen.run) show(view, ...headline(view));
}

function failed(subject: string, detail: string): VerifyView {
  return { ok: false, subject, lines: [{ what: 'Form', verdict: 'failed', detail }] };
}

function headline({ ok, lines }: VerifyView): [verdict: string, meaning: string] {
  const bad = lines.find(({ verdict }) => verdict === 'failed');
  if (ok) return ['Verified', 'The file is as it was signed, under a root that you gave.'];
  if (bad !== undefined) return ['Not verified', `${bad.what}: ${bad.detail}.`];
  if (lines.some(({ what, verdict }) => verdict === 'unknown' && !what.startsWith('Signer')))
    return [
      'Intact, not all shown',
      'Nothing in the file was changed since it was signed. See below what is not shown.',
    ];
  return [
    'Intact, signer unknown',
    'Nothing in the file was changed since it was signed. Who signed it is not known until you give a root fingerprint that you have by another way.',
  ];
}

function show({ ok, subject, lines }: VerifyView, verdict: string, meaning: string): void {
  const some = lines.some((line) => line.verdict === 'failed') ? 'failed' : 'unknown';
  result.dataset.verdict = lines.length === 0 ? 'none' : ok ? 'ok' : some;
  element('verdict', HTMLElement).textContent = verdict;
  element('meaning', HTMLElement).textContent = meaning;
  element('subject', HTMLElement).textContent = subject;
  element('lines', HTMLElement).replaceChildren(...lines.map(row));
  result.hidden = false;
}

function row({ what, verdict, detail }: VerifyView['lines'][number]): HTMLElement {
  const item = document.createElement('li');
  const part = (name: string, text: string): HTMLElement => {
    const span = document.createElement('span');
    span.className = name;
    span.textContent = text;
    return span;
  };
  const state = part('state', STATES[verdict]);
  state.dataset.verdict = verdict;
  item.append(state, part('what', what), part('detail', detail));
  return item;
}

function take(file: File | undefined): void {
  if (file === undefined) return;
  chosen.document = file;
  void check();
}

input.addEventListener('change', () => {
  take(input.files?.[0]);
});
roots.addEventListener('change', () => void check());
witness.addEventListener('change', () => void check());
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  drop.classList.add('over');
});
document.addEventListener('dragleave', () => {
  drop.classList.remove('over');
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  take(event.dataTransfer?.files[0]);
});
