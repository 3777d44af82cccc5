import { Sheet } from './expand.ts';
import { noised } from './noise.ts';
import type { Piece } from './piece.ts';
import { randomOf, type Random } from './random.ts';
import { Stock, Writer } from './writer.ts';

/** The kinds of text, with their share of a hundred. */
export const KINDS: readonly (readonly [share: number, kind: Kind])[] = [
  [15, 'note'],
  [8, 'chart'],
  [6, 'brief'],
  [10, 'hasty'],
  [8, 'asked'],
  [11, 'clean'],
  [9, 'talk'],
  [12, 'everyday'],
  [10, 'spanish'],
  [4, 'listing'],
  [3, 'machine'],
  [4, 'words'],
];
export type Kind =
  | 'note'
  | 'chart'
  | 'brief'
  | 'hasty'
  | 'asked'
  | 'clean'
  | 'talk'
  | 'everyday'
  | 'spanish'
  | 'listing'
  | 'machine'
  | 'words';

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
    const pieces = noised(sheet.pieces, kind, random);
    return { kind, pieces: random.chance(14) ? replaced(pieces, random) : pieces };
  }
}

/** A text whose identifiers an earlier look has replaced in part: a second look must find the rest and nothing more. */
function replaced(pieces: readonly Piece[], random: Random): Piece[] {
  return pieces.map((piece) => {
    if (piece.label === undefined || !random.chance(75)) return piece;
    if (piece.label === 'FREE' && !/\d/.test(piece.text)) return piece;
    const label =
      piece.label === 'NAME'
        ? 'NAME'
        : piece.label === 'PLACE'
          ? 'ADDRESS'
          : random.pick(['DATE', 'MRN', 'PHONE', 'OTHER_ID', 'ZIP']);
    return { text: `[${label}]`, label: undefined };
  });
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
  chart: (sheet, writer, random) => {
    const loud = random.chance(14);
    writer.write(sheet, loud ? '{loudChart}' : '{chart}');
    if (loud)
      for (const [i, piece] of sheet.pieces.entries())
        sheet.pieces[i] = { ...piece, text: piece.text.toUpperCase() };
  },
  brief: (sheet, writer, random) => {
    for (let lines = 1 + random.below(4); lines > 0; lines -= 1)
      writer.write(sheet, random.chance(55) ? '{names}' : '{plain}');
  },
  hasty: (sheet, writer, random) => {
    for (let lines = 2 + random.below(9); lines > 0; lines -= 1) writer.write(sheet, '{hasty}');
  },
  asked: (sheet, writer) => writer.write(sheet, '{asked}'),
  clean: (sheet, writer, random) => {
    writer.write(sheet, '{clean}');
    if (random.chance(15)) writer.write(sheet, ' {clean}');
  },
  talk: (sheet, writer, random) => {
    const turns = 3 + random.below(9);
    const marks = random.pick([
      ['[doctor] ', '[patient] '],
      ['Doctor: ', 'Patient: '],
      ['D: ', 'P: '],
      ['', ''],
    ]);
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
  machine: (sheet, writer, random) =>
    writer.write(sheet, random.pick(['{hl7}', '{hl7}', '{fhir}', '{ccda}'])),
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
          '"{common.low}":{n300}{n300},"{common.low} {common.low}":{n9},',
          '{"[tool|row|count|column|rows|cells|step|status|result]":"{common.low}_{common.low}","{common.low}":{n300}{n90},"row":{n300}{n300}}\n',
          '[hr|bp|spo2|temp|resp|wbc|hgb|glucose|weight|age|sex|pt|visit|dose|drug|los|icu|admit|discharge|dx|race|site|note|ward|bed|lab|unit|icd|score|bmi] [max|min|mean|id|date|time|type|code|name|count|flag|unit|value|first|last|days|status|{n9}]\n',
          '{common.low}_{common.low},{common.low}_id,{abbr},{common.low},{rare.low}\n{n300},{n9},{n9}.{n9},{common.low},{term.low}\n',
          '{common.up} THE {common.up} WITH A {common.up} {common.up}. THE {common.up} WILL {common.up}.\n',
          'The [tool|table|column|rule|model|file] {common} {n300} [rows|cells|columns|values] of {common.cap} {n9}. ',
          '[Heart Rate|Weight|Height|Blood Pressure|Length of Stay|Glucose|Temp|Dose|Volume|Flow|Resp Rate|{common.cap} {common.cap}|{common.cap}] ([bpm|kg|cm|mmHg|days|mg/dL|F|mg|mL|L/min|{coined.term}])',
          '{keys} {keys} {keys}\n',
          '{keys},{n300},{keys},{term.low}\n',
          '{common.low}_{rare.low}',
          '{common.low} {common.low}',
          '{rare.low} {n9}',
          '{abbr}_{common.low}',
          '{eponymic}; {signs}; {tool}; {operation}. ',
          '{eponymic.cap}. {signs}. {scored}. {operation.cap}. ',
          '{common.cap} {common.cap}. {common.cap} [the|a|of] {common}. ',
          '{insurer} {common}, {region} {common}. ',
          '{common.up} {common.up} {common.up} {common.up}\n',
        ]),
      );
  },
};
