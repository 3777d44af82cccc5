import type { ArtefactKind } from '../../../shared/domain/index.ts';
import { EVENTS, type Entry } from '../../../shared/formats/index.ts';
import type { ArtefactView } from '../../../shared/ipc/index.ts';

/** Artefacts that count only once a person has signed them. */
const SIGNED_KINDS: readonly ArtefactKind[] = ['minimum_necessary'];

/** Puts the artefacts of a run together from its entries. A report of the run is one of them. */
export class ArtefactBuilder {
  /** By file: several may be of one kind. */
  readonly #written = new Map<string, ArtefactView>();
  readonly #intended = new Map<number, ArtefactView>();

  take(entry: Entry): void {
    if (entry.kind === 'attestation.sign') this.#sign(entry);
    else if (entry.kind !== 'artefact.write' && entry.kind !== 'report.issue') return;
    else if (entry.phase === 'intent') this.#intended.set(entry.seq, intended(entry));
    else this.#finish(entry, EVENTS[entry.kind].outcome.parse(entry.body));
  }

  /** What is there, then mandatory kinds that nothing was written for, as a to-do list. */
  list(mandatory: readonly ArtefactKind[]): ArtefactView[] {
    const there = [...this.#written.values()];
    const missing = mandatory.filter((kind) => !there.some((view) => view.kind === kind));
    return [
      ...there.map((view) => ({ ...view, mandatory: mandatory.includes(view.kind) })),
      ...missing.map((kind) => ({ kind, file: '', mandatory: true, state: 'missing' as const })),
    ];
  }

  #finish(
    entry: Entry,
    outcome: { ok: true; sizeBytes: number; sha256: NonNullable<ArtefactView['sha256']> } | { ok: false },
  ): void {
    const view = entry.intent === undefined ? undefined : this.#intended.get(entry.intent);
    if (view === undefined || !outcome.ok) return;
    this.#written.set(view.file, {
      ...view,
      state: SIGNED_KINDS.includes(view.kind) ? 'awaiting_signature' : 'done',
      sizeBytes: outcome.sizeBytes,
      sha256: outcome.sha256,
    });
  }

  /** A signature counts for the file whose hash it names, and for no other. */
  #sign(entry: Entry): void {
    if (entry.phase !== 'outcome') return;
    const signed = EVENTS['attestation.sign'].outcome.parse(entry.body);
    if (!signed.ok) return;
    const { artefact, sha256 } = signed;
    for (const [file, view] of this.#written) {
      if (view.kind === artefact && view.sha256 === sha256)
        this.#written.set(file, { ...view, state: 'done' });
    }
  }
}

function intended(entry: Entry): ArtefactView {
  if (entry.kind === 'report.issue')
    return { kind: 'audit_report', file: 'audit/audit_report.pdf', mandatory: false, state: 'draft' };
  const { artefact, file, mandatory } = EVENTS['artefact.write'].intent.parse(entry.body);
  return { kind: artefact, file, mandatory, state: 'draft' };
}
