import { rm } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import {
  Problem,
  type IncomingKind,
  type Medium,
  type OutgoingKind,
  type Protection,
} from '../../../shared/domain/index.ts';
import type { EntryContext, JournalWriter } from '../../../shared/formats/index.ts';
import { handoverNote, noteBeside, requireNotePlace, stampOf, type Handover } from './handover.ts';
import { lookAt, openPlain } from './incoming.ts';
import { INCOMING, OUTGOING } from './kinds.ts';
import { mediumOf, type DeviceOf, type Machine } from './media.ts';
import { placeFor, writeOut, type Written } from './outgoing.ts';
import { requireAgeRecipient } from './protect/age.ts';
import { makePassphrase } from './protect/passphrase.ts';
import type { Protected } from './protect/protected.ts';
import { sealOut } from './protect/seal-out.ts';
import type { Seal } from './protect/seal.ts';

/** How a person wants a file shut. A passphrase is made, not chosen, and told once. */
export type WantedProtection =
  | { readonly kind: 'passphrase' }
  | { readonly kind: 'age'; readonly recipient: string }
  | { readonly kind: 'clear'; readonly reason: string };

export interface TransferPorts {
  /** The system's dialog for an existing file; the command line answers with the path that was typed. */
  chooseFile(request: {
    readonly title: string;
    readonly extensions: readonly string[];
  }): Promise<string | undefined>;
  chooseSaveFile(request: {
    readonly title: string;
    readonly suggestedName: string;
  }): Promise<string | undefined>;
  /** MUST throw where no workspace is open. */
  journal(): JournalWriter;
  readonly machine: Machine;
  readonly deviceOf?: DeviceOf;
  /** Folders of the application itself that nothing may come from, or go to, by this way. */
  closedFolders(way: 'in' | 'out'): readonly string[];
  /** Removes identifiers from what somebody else named or wrote. */
  redact(text: string): string;
  wallMs(): number;
}

/** A file that a person chose and that may be read. */
export interface Brought {
  readonly path: string;
  /** Its own name. Holds whatever people put into names: never for an entry or a log. */
  readonly file: string;
  readonly sizeBytes: number;
  /** What it came from. */
  readonly medium: Medium;
  /** All of it; for small files. */
  read(): Promise<Uint8Array>;
}

export interface OutRequest {
  readonly what: OutgoingKind;
  readonly suggestedName: string;
  /** Free of identifiers. What is about patients needs both, and a protection; the rest has words of its own. */
  readonly purpose?: string | undefined;
  readonly recipient?: string | undefined;
  readonly protection?: WantedProtection | undefined;
  /** For the note that goes with what is about patients: who sends it, by name, and what it is made of. */
  readonly handover?: {
    readonly sentByName?: string | undefined;
    readonly labels?: readonly string[] | undefined;
    readonly source?: Readonly<Record<string, string>> | undefined;
  };
  /** A title of the dialog other than the kind's own. */
  readonly title?: string | undefined;
}

export interface Sent extends Written {
  /** Where it stands; never for an entry. */
  readonly file: string;
  readonly protection: Protection;
  /** The passphrase that was made, to be told to the recipient by another way; once. */
  readonly passphrase?: string | undefined;
}

/** How what is being sent is stopped and followed. */
export interface Sending {
  /** Stops it; nothing is left behind. */
  readonly signal?: AbortSignal | undefined;
  /** Called for each piece of the content that was taken, with all bytes taken so far, before they are shut. */
  readonly onProgress?: ((takenBytes: number) => void) | undefined;
}

/** A place that a person chose and that may be written to, once. */
export interface OutgoingPlace {
  readonly medium: Medium;
  readonly protection: Protection;
  /** The path that will be written. */
  readonly file: string;
  /** What marks it, for formats that carry keys and values inside; empty for what is not about patients. */
  readonly stamp: Readonly<Record<string, string>>;
  /** Writes one file, shut as was asked. Intent before, outcome behind, also where it fails. */
  send(
    content: AsyncIterable<Uint8Array> | Uint8Array | string,
    context: EntryContext,
    sending?: Sending,
  ): Promise<Sent>;
  /** The same for what another part writes there itself, shut in its own way: a backup, an evidence bundle. */
  sendBy<T extends Written>(act: (path: string) => Promise<T>, context: EntryContext): Promise<T>;
}

/**
 * The one way in and the one way out. Every file that comes in or goes out is chosen by a person, looked at, and on
 * record with the medium it came from or went to (45 CFR 164.310(d)(1), (d)(2)(iii)).
 */
export class Transfers {
  readonly #ports: TransferPorts;

  constructor(ports: TransferPorts) {
    this.#ports = ports;
  }

  /**
   * Asks for a file, looks at it, and records that it came.
   *
   * @param context who asks; without one (nobody is signed in) the file is looked at and nothing is recorded
   * here: where something of it can reach a workspace, the caller MUST record it there
   * @returns undefined where the person cancelled
   * @throws Problem `invalid_input`, `not_found`, `not_allowed`, `unsupported`, `limit_reached`
   */
  async bring(
    what: IncomingKind,
    context: EntryContext | undefined,
    title: string = INCOMING[what].title,
  ): Promise<Brought | undefined> {
    const { extensions } = INCOMING[what];
    const chosen = await this.#ports.chooseFile({ title, extensions });
    return chosen === undefined ? undefined : this.take(what, chosen, context);
  }

  /** The same for a file that is known already: one that was dropped, or chosen before. */
  async take(what: IncomingKind, chosen: string, context: EntryContext | undefined): Promise<Brought> {
    const medium = this.#mediumOf(dirname(resolve(chosen)));
    try {
      const { path, folder, sizeBytes } = await this.look(what, chosen);
      const where = this.#mediumOf(folder);
      if (context !== undefined)
        await this.#ports.journal().event('transfer.in', { what, medium: where, sizeBytes }, context);
      return { path, file: basename(path), sizeBytes, medium: where, read: () => readWhole(path) };
    } catch (error) {
      await this.#recordRefusal('in', what, medium, error, context);
      throw error;
    }
  }

  /** Looks at a file without taking it. @throws Problem as `bring` */
  look(what: IncomingKind, path: string): ReturnType<typeof lookAt> {
    return lookAt(what, path, this.#ports.closedFolders('in'));
  }

  /**
   * Asks for a place to write to. Call `send` on it for what leaves.
   *
   * @returns undefined where the person cancelled
   * @throws Problem `wrong_usage` where purpose, recipient or protection is missing, and as `placeFor`
   */
  async place(request: OutRequest, context: EntryContext): Promise<OutgoingPlace | undefined> {
    const { protection } = statedFor(request);
    const chosen = await this.#ports.chooseSaveFile({
      title: request.title ?? OUTGOING[request.what].title,
      suggestedName: outerName(basename(request.suggestedName), protection),
    });
    return chosen === undefined ? undefined : this.placeAt(chosen, request, context);
  }

  /**
   * The same for a place that a person named before, as a schedule does.
   *
   * @param journal that of the workspace where nobody is signed in
   */
  async placeAt(
    chosen: string,
    request: OutRequest,
    context: EntryContext,
    journal: JournalWriter = this.#ports.journal(),
  ): Promise<OutgoingPlace> {
    const { what } = request;
    const { protection, purpose, recipient, wanted } = statedFor(request);
    const inner = basename(request.suggestedName);
    const extension = { zip_aes256: 'zip', age: 'age', clear: undefined, open: undefined, sealed: undefined }[
      protection
    ];
    const about = this.#mediumOf(dirname(resolve(chosen)));
    let path: string;
    try {
      path =
        what === 'backup'
          ? resolve(chosen)
          : await placeFor(chosen, extension ?? extensionOf(inner), this.#ports.closedFolders('out'));
      if (OUTGOING[what].holds === 'patients' && protection !== 'zip_aes256') await requireNotePlace(path);
    } catch (error) {
      await this.#recordRefusal('out', what, about, error, context, journal);
      throw error;
    }
    const handover = OUTGOING[what].holds === 'patients' ? this.#handover(request, context) : undefined;
    const medium = this.#mediumOf(dirname(path));
    const intent = {
      ...{ what, medium, protection, purpose, recipient },
      ...(wanted?.kind === 'age' ? { recipientKey: wanted.recipient } : {}),
      ...(wanted?.kind === 'clear' ? { clearReason: wanted.reason } : {}),
    };
    const recorded = async <T extends Written>(act: () => Promise<T>, by: EntryContext): Promise<T> => {
      const begun = await journal.intent('transfer.out', intent, by);
      let written: T;
      try {
        written = await act();
      } catch (error) {
        const code = error instanceof Problem ? error.code : 'internal';
        await journal.outcome('transfer.out', begun, { ok: false, code, message: 'did not complete' }, by);
        throw error;
      }
      const { sizeBytes, sha256 } = written;
      await journal.outcome('transfer.out', begun, { ok: true, sizeBytes, sha256 }, by);
      return written;
    };
    return {
      ...{ medium, protection, file: path, stamp: handover === undefined ? {} : stampOf(handover) },
      send: (content, by, { signal = new AbortController().signal, onProgress } = {}) => {
        const passphrase = protection === 'zip_aes256' ? makePassphrase() : undefined;
        const clear = followed(piecesOf(content), onProgress);
        const seal: Seal | undefined =
          passphrase !== undefined
            ? { kind: 'zip_aes256', name: inner, passphrase, atMs: this.#ports.wallMs(), handover }
            : wanted?.kind === 'age'
              ? { kind: 'age', recipient: wanted.recipient }
              : undefined;
        return recorded(async () => {
          const written = await (seal === undefined
            ? writeOut(path, asItIs(clear), signal)
            : sealOut(path, clear, seal, signal));
          if (handover !== undefined && passphrase === undefined)
            await writeNote(path, handover, written, signal);
          return { ...written, file: path, protection, ...(passphrase === undefined ? {} : { passphrase }) };
        }, by);
      },
      sendBy: (act, by) => recorded(() => act(path), by),
    };
  }

  #handover(request: OutRequest, { actor, correlation }: EntryContext): Handover {
    const { protection, purpose, recipient } = statedFor(request);
    const { sentByName, labels = [], source = {} } = request.handover ?? {};
    return {
      ...{ what: request.what, sentById: actor.id, sentByRole: actor.role, sentByName },
      ...{ sentAtMs: this.#ports.wallMs(), purpose, recipient, protection, labels, source },
      reference: correlation,
    };
  }

  #mediumOf(folder: string): Medium {
    const { machine, deviceOf } = this.#ports;
    const medium = mediumOf(machine, folder, deviceOf);
    // People name sticks after themselves, and after patients.
    return medium.label === undefined
      ? medium
      : { ...medium, label: this.#ports.redact(medium.label).slice(0, 100) };
  }

  async #recordRefusal(
    way: 'in' | 'out',
    what: IncomingKind | OutgoingKind,
    medium: Medium,
    error: unknown,
    context: EntryContext | undefined,
    journal?: JournalWriter,
  ): Promise<void> {
    if (context === undefined || !(error instanceof Problem) || error.code === 'storage_full') return;
    // The sentences are our own but for extensions, and pass the redactor all the same.
    const why = this.#ports.redact(error.message).slice(0, 500);
    const writer = journal ?? this.#ports.journal();
    await writer.event('transfer.refused', { way, what, medium, why }, context);
  }
}

/** Beside what is no archive. A file without its note is not left behind. */
async function writeNote(
  path: string,
  handover: Handover,
  written: Written,
  signal: AbortSignal,
): Promise<void> {
  const note = handoverNote(handover, { file: basename(path), ...written });
  try {
    await writeOut(noteBeside(path), asItIs(piecesOf(note)), signal);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** What was said of something that leaves, whole. @throws Problem `wrong_usage`, `invalid_input` */
function statedFor(request: OutRequest): {
  readonly protection: Protection;
  readonly purpose: string;
  readonly recipient: string;
  readonly wanted: WantedProtection | undefined;
} {
  const { holds, purpose: usual } = OUTGOING[request.what];
  const { purpose = usual, recipient = 'not stated', protection: wanted } = request;
  if (
    purpose === undefined ||
    (holds === 'patients' && (wanted === undefined || request.recipient === undefined))
  )
    throw new Problem('wrong_usage', 'purpose, recipient and protection have to be stated');
  if (wanted?.kind === 'age') requireAgeRecipient(wanted.recipient);
  return { protection: protectionOf(wanted, holds), purpose, recipient, wanted };
}

function protectionOf(
  wanted: WantedProtection | undefined,
  holds: 'patients' | 'sealed' | 'evidence',
): Protection {
  if (holds === 'sealed') return 'sealed';
  switch (wanted?.kind) {
    case 'passphrase':
      return 'zip_aes256';
    case 'age':
      return 'age';
    case 'clear':
      return holds === 'patients' ? 'clear' : 'open';
    case undefined:
      return 'open';
  }
}

/** `table.csv` is `table.zip` with `table.csv` in it, or `table.csv.age`. */
function outerName(inner: string, protection: Protection): string {
  if (protection === 'age') return `${inner}.age`;
  if (protection !== 'zip_aes256') return inner;
  const dot = inner.lastIndexOf('.');
  return `${dot > 0 ? inner.slice(0, dot) : inner}.zip`;
}

function extensionOf(name: string): string | undefined {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : undefined;
}

async function* piecesOf(
  content: AsyncIterable<Uint8Array> | Uint8Array | string,
): AsyncGenerator<Uint8Array> {
  if (typeof content === 'string') yield Buffer.from(content, 'utf8');
  else if (content instanceof Uint8Array) yield content;
  else yield* content;
}

async function* followed(
  pieces: AsyncIterable<Uint8Array>,
  onProgress: Sending['onProgress'],
): AsyncGenerator<Uint8Array> {
  let takenBytes = 0;
  for await (const piece of pieces) {
    takenBytes += piece.length;
    yield piece;
    onProgress?.(takenBytes);
  }
}

async function* asItIs(clear: AsyncIterable<Uint8Array>): Protected {
  yield* clear;
}

async function readWhole(path: string): Promise<Uint8Array> {
  const file = await openPlain(path);
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}
