import { ROLES } from '../../../../shared/domain/index.ts';
import {
  bodySchema,
  ENTRY_FORMAT,
  EntryPhase,
  EVENT_NAMES,
  type Entry,
  type EventName,
} from '../../../../shared/formats/index.ts';
import type { BinaryText } from '../binary-text.ts';
import { shapeOf, type Shape } from './body-shape.ts';
import { ByteWords } from './byte-words.ts';
import {
  asciiOf,
  asciiText,
  CLOSE_LIST,
  COMMA,
  keyEnd,
  numberEnd,
  OPEN_OBJECT,
  startsAt,
  stringEnd,
  valueEnd,
  wholeNumber,
} from './canonical-bytes.ts';
import type { Citations } from './citations.ts';
import { HASH_LETTERS, ID_LETTERS, isHashAt, isHexAt, isIdAt } from './hex-bytes.ts';
import type { SeenEntry } from './seen-entry.ts';

const MEMBER = {
  actorId: asciiOf('{"actor":{"id":"'),
  application: asciiOf('application"'),
  role: asciiOf(',"role":'),
  agent: asciiOf(',"agent":'),
  body: asciiOf(',"body":'),
  call: asciiOf(',"call":"'),
  correlation: asciiOf(',"correlation":'),
  epoch: asciiOf(',"epoch":'),
  intent: asciiOf(',"intent":'),
  kind: asciiOf(',"kind":'),
  monoMs: asciiOf(',"monoMs":'),
  payloads: asciiOf(',"payloads":['),
  payloadId: asciiOf('{"id":"'),
  payloadHash: asciiOf('","sha256":"'),
  payloadEnd: asciiOf('"}'),
  phase: asciiOf(',"phase":'),
  phiTrue: asciiOf(',"phiAccessed":true'),
  phiFalse: asciiOf(',"phiAccessed":false'),
  prev: asciiOf(',"prev":"'),
  run: asciiOf(',"run":"'),
  seq: asciiOf(',"seq":'),
  wallMs: asciiOf(`,"v":${ENTRY_FORMAT},"wallMs":`),
  quote: asciiOf('"'),
  end: asciiOf('}'),
} as const;

/** From the letters of one payload's id to those of the next one's. */
const PAYLOAD_STRIDE =
  MEMBER.payloadId.length +
  ID_LETTERS +
  MEMBER.payloadHash.length +
  HASH_LETTERS +
  MEMBER.payloadEnd.length +
  1;
const SHORT = 64;
const ROLE_WORDS = new ByteWords([...ROLES, 'none']);
const PHASES = EntryPhase.options;
const PHASE_WORDS = new ByteWords(PHASES);
const KIND_WORDS = new ByteWords(EVENT_NAMES);
/** Per kind and phase. */
const BODY_SHAPES: readonly (Shape | undefined)[] = EVENT_NAMES.flatMap((kind) =>
  PHASES.map((phase) => {
    const schema = bodySchema(kind, phase);
    return schema === undefined ? undefined : shapeOf(schema);
  }),
);

/**
 * Reads entries from their stored bytes in place, one at a time: form, format and catalogue in one pass,
 * without making objects or text. `read` is false for whatever is not plainly as it must be; `readEntry` then
 * judges, at many times the price (entry-in-place.test.ts holds both against each other).
 */
export class EntryInPlace implements SeenEntry {
  seq = 0;
  epoch = 0;
  wallMs = 0;
  kind: EventName = EVENT_NAMES[0];
  phase: EntryPhase = 'event';
  intent: number | undefined;
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  #kindNumber = 0;
  #phaseNumber = 0;
  #body = 0;
  #bodyEnd = 0;
  #prev = 0;
  #payloads = 0;
  #payloadsEnd = 0;

  /** Whether the bytes from `at` to before `end` are plainly an entry; if so, it can be asked about. */
  read(bytes: Uint8Array, at: number, end: number): boolean {
    this.#bytes = bytes;
    this.#at = at;
    return this.#readAll() && this.#at === end && this.#fitsCatalogue();
  }

  prev(): string {
    return asciiText(this.#bytes, this.#prev, this.#prev + HASH_LETTERS);
  }

  follows(leaf: BinaryText): boolean {
    return isHexAt(this.#bytes, this.#prev, leaf);
  }

  body(): Entry['body'] {
    const text = new TextDecoder().decode(this.#bytes.subarray(this.#body, this.#bodyEnd));
    return JSON.parse(text) as Entry['body'];
  }

  cite(to: Citations, seq: number): void {
    for (let id = this.#payloads; id < this.#payloadsEnd; id += PAYLOAD_STRIDE)
      to.add(this.#bytes, id, id + ID_LETTERS + MEMBER.payloadHash.length, seq);
  }

  /** Members in their canonical order, which is the order of their names. */
  #readAll(): boolean {
    return (
      this.#takeActor() &&
      (!this.#takes(MEMBER.agent) || this.#takeShort()) &&
      this.#takes(MEMBER.body) &&
      this.#takeBody() &&
      (!this.#takes(MEMBER.call) || this.#takeId()) &&
      this.#takes(MEMBER.correlation) &&
      this.#takeShort() &&
      this.#takes(MEMBER.epoch) &&
      (this.epoch = this.#takeCount()) > 0 &&
      this.#takeIntent() &&
      this.#takes(MEMBER.kind) &&
      this.#takeKind() &&
      this.#takes(MEMBER.monoMs) &&
      this.#moveTo(numberEnd(this.#bytes, this.#at)) &&
      this.#takes(MEMBER.payloads) &&
      this.#takePayloads() &&
      this.#takes(MEMBER.phase) &&
      this.#takePhase() &&
      (this.#takes(MEMBER.phiFalse) || this.#takes(MEMBER.phiTrue)) &&
      this.#takes(MEMBER.prev) &&
      this.#takeHash() &&
      (!this.#takes(MEMBER.run) || this.#takeId()) &&
      this.#takes(MEMBER.seq) &&
      (this.seq = this.#takeCount()) >= 0 &&
      this.#takes(MEMBER.wallMs) &&
      (this.wallMs = this.#takeCount()) >= 0 &&
      this.#takes(MEMBER.end)
    );
  }

  #fitsCatalogue(): boolean {
    if ((this.phase === 'outcome') !== (this.intent !== undefined)) return false;
    const shape = BODY_SHAPES[this.#kindNumber * PHASES.length + this.#phaseNumber];
    return shape !== undefined && shape(this.#bytes, this.#body) === this.#bodyEnd;
  }

  #takes(wanted: Uint8Array): boolean {
    if (!startsAt(this.#bytes, this.#at, wanted)) return false;
    this.#at += wanted.length;
    return true;
  }

  #moveTo(end: number): boolean {
    if (end < 0) return false;
    this.#at = end;
    return true;
  }

  #takeActor(): boolean {
    if (!this.#takes(MEMBER.actorId)) return false;
    if (!this.#takes(MEMBER.application) && !this.#takeId()) return false;
    return this.#takes(MEMBER.role) && this.#takeWord(ROLE_WORDS) >= 0 && this.#takes(MEMBER.end);
  }

  #takeBody(): boolean {
    this.#body = this.#at;
    this.#bodyEnd = this.#bytes[this.#at] === OPEN_OBJECT ? valueEnd(this.#bytes, this.#at) : -1;
    return this.#moveTo(this.#bodyEnd);
  }

  #takeIntent(): boolean {
    this.intent = undefined;
    if (!this.#takes(MEMBER.intent)) return true;
    this.intent = this.#takeCount();
    return this.intent >= 0;
  }

  #takeKind(): boolean {
    this.#kindNumber = this.#takeWord(KIND_WORDS);
    this.kind = EVENT_NAMES[this.#kindNumber] ?? this.kind;
    return this.#kindNumber >= 0;
  }

  #takePhase(): boolean {
    this.#phaseNumber = this.#takeWord(PHASE_WORDS);
    this.phase = PHASES[this.#phaseNumber] ?? this.phase;
    return this.#phaseNumber >= 0;
  }

  #takePayloads(): boolean {
    this.#payloads = this.#at + MEMBER.payloadId.length;
    this.#payloadsEnd = this.#payloads;
    const empty = this.#bytes[this.#at] === CLOSE_LIST;
    while (!empty) {
      const at = this.#at;
      const hash = this.#payloadsEnd + ID_LETTERS + MEMBER.payloadHash.length;
      const holds =
        startsAt(this.#bytes, at, MEMBER.payloadId) &&
        isIdAt(this.#bytes, this.#payloadsEnd) &&
        startsAt(this.#bytes, this.#payloadsEnd + ID_LETTERS, MEMBER.payloadHash) &&
        isHashAt(this.#bytes, hash) &&
        startsAt(this.#bytes, hash + HASH_LETTERS, MEMBER.payloadEnd);
      if (!holds) return false;
      this.#payloadsEnd += PAYLOAD_STRIDE;
      this.#at += PAYLOAD_STRIDE;
      // The stride takes in what stands behind a payload: a comma, or the end of the list.
      const behind = this.#bytes[this.#at - 1];
      if (behind === CLOSE_LIST) return true;
      if (behind !== COMMA) return false;
    }
    this.#at += 1;
    return true;
  }

  #takeShort(): boolean {
    const end = stringEnd(this.#bytes, this.#at);
    return end - this.#at - 2 <= SHORT && this.#moveTo(end);
  }

  #takeId(): boolean {
    if (!isIdAt(this.#bytes, this.#at)) return false;
    this.#at += ID_LETTERS;
    return this.#takes(MEMBER.quote);
  }

  #takeHash(): boolean {
    this.#prev = this.#at;
    if (!isHashAt(this.#bytes, this.#at)) return false;
    this.#at += HASH_LETTERS;
    return this.#takes(MEMBER.quote);
  }

  #takeWord(words: ByteWords): number {
    const end = keyEnd(this.#bytes, this.#at);
    if (end < 0) return -1;
    const found = words.find(this.#bytes, this.#at + 1, end - 1);
    this.#at = end;
    return found;
  }

  /** A position or a time; -1 for whatever is none. */
  #takeCount(): number {
    const end = numberEnd(this.#bytes, this.#at);
    const value = wholeNumber(this.#bytes, this.#at, end);
    if (value >= 0) this.#at = end;
    return value;
  }
}
