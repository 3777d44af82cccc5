import { Sheet } from './expand.ts';
import { noised } from './noise.ts';
import type { Piece } from './piece.ts';
import { randomOf, type Random } from './random.ts';
import { Stock, Writer } from './writer.ts';

/** The kinds of text, with their share of a hundred. */
const KINDS: readonly (readonly [share: number, kind: Kind])[] = [
  [23, 'note'],
  [8, 'brief'],
  [9, 'asked'],
  [10, 'clean'],
  [9, 'talk'],
  [19, 'everyday'],
  [8, 'spanish'],
  [4, 'listing'],
  [3, 'machine'],
  [7, 'words'],
];
export type Kind = 'note' | 'brief' | 'asked' | 'clean' | 'talk' | 'everyday' | 'spanish' | 'listing' | 'machine' | 'words';

/** A generated text: what it is made of, and what kind it is. */
export interface Document {
  readonly kind: Kind;
  readonly pieces: readonly Piece[];
}

/** Writes texts without end; the same seed gives the same texts. */
export class Documents {
  readonly #stock = new Stock();
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Text number `index` of this seed. */
  at(index: number): Document {
    const random = randomOf(Math.imul(this.#seed, 0x9e3779b1) ^ (index + 1));
    const kind = kindOf(random);
    const sheet = new Sheet(random);
    const writer = new Writer(this.#stock, kind === 'spanish' && random.chance(85) ? 'es' : undefined);
    COMPOSE[kind](sheet, writer, random);
    return { kind, pieces: noised(sheet.pieces, kind, random) };
  }
}

function kindOf(random: Random): Kind {
  let at = random.below(100);
  for (const [share, kind] of KINDS) {
    if (at < share) return kind;
    at -= share;
  }
  return 'note';
}

const COMPOSE: Readonly<Record<Kind, (sheet: Sheet, writer: Writer, random: Random) => void>> = {
  note: (sheet, writer, random) => {
    writer.write(sheet, '{head}');
    const share = random.pick([0, 12, 25, 40]);
    for (let sections = 1 + random.below(4); sections > 0; sections -= 1) {
      writer.write(sheet, '{section}');
      for (let lines = 1 + random.below(5); lines > 0; lines -= 1)
        writer.write(sheet, random.chance(share) ? '{names}' : '{plain}');
      if (random.chance(60)) sheet.put('\n');
    }
    if (share > 0) writer.write(sheet, '{tail}');
  },
  brief: (sheet, writer, random) => {
    for (let lines = 1 + random.below(4); lines > 0; lines -= 1)
      writer.write(sheet, random.chance(55) ? '{names}' : '{plain}');
  },
  asked: (sheet, writer) => writer.write(sheet, '{asked}'),
  clean: (sheet, writer, random) => {
    writer.write(sheet, '{clean}');
    if (random.chance(15)) writer.write(sheet, ' {clean}');
  },
  talk: (sheet, writer, random) => {
    const turns = 3 + random.below(9);
    const marks = random.pick([['[doctor] ', '[patient] '], ['Doctor: ', 'Patient: '], ['D: ', 'P: '], ['', '']]);
    for (let turn = 0; turn < turns; turn += 1) {
      sheet.put(marks[turn % 2] ?? '');
      writer.write(sheet, random.chance(turn === 0 ? 75 : 8) ? '{greet}' : '{say}');
      if (random.chance(50)) writer.write(sheet, random.chance(10) ? ' {greet}' : ' {say}');
      sheet.put('\n');
    }
  },
  everyday: (sheet, writer, random) => {
    for (let lines = 1 + random.below(2); lines > 0; lines -= 1) {
      writer.write(sheet, '{everyday}');
      sheet.put(random.pick(['\n', ' ', ' ']));
    }
  },
  spanish: (sheet, writer, random) => {
    writer.write(sheet, '{esHead}');
    for (let lines = 3 + random.below(8); lines > 0; lines -= 1) {
      writer.write(sheet, random.chance(38) ? '{esNames}' : '{esPlain}');
      if (random.chance(15)) writer.write(sheet, '{esHead}');
    }
  },
  listing: (sheet, writer, random) => {
    for (let lines = 2 + random.below(6); lines > 0; lines -= 1) {
      new Writer(writer.stock).write(sheet, '{listing}');
      if (random.chance(10)) writer.write(sheet, '{plain}\n');
    }
  },
  machine: (sheet, writer, random) => writer.write(sheet, random.pick(['{hl7}', '{hl7}', '{fhir}', '{ccda}'])),
  words: (sheet, writer, random) => {
    for (let lines = 1 + random.below(5); lines > 0; lines -= 1)
      writer.write(
        sheet,
        random.pick([
          '{common.cap} {common} {term.low} {common}. ',
          '{term.cap} {term.cap}\n',
          '{common.cap} {common.cap} {common.cap}\n',
          '{common.up} {rare.up} {common.up}: {common}\n',
          '{rare.cap}, {common}, {rare}, and {common}. ',
          '{spanish.low} {spanish.low} {spanish.low}, {spanish.low}. ',
          '{heading.cap} {common.cap}: {common} {rare}\n',
          '{common.cap}: {n9} {common}s, {abbr}. ',
          '{brand}, {drug}, {brand.up}, {drug.up}. ',
          '{drug.cap}\n{brand}\n{brand.up} {dose}\n',
          '{eponymic}; {signs}; {tool}; {operation}. ',
          '{eponymic.cap}. {signs}. {scored}. {operation.cap}. ',
          '{common.cap} {common.cap}. {common.cap} [the|a|of] {common}. ',
          '{insurer} {common}, {region} {common}. ',
          '{common.up} {common.up} {common.up} {common.up}\n',
        ]),
      );
  },
};
