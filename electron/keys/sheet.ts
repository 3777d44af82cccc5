import { createHash } from 'node:crypto';
import { Problem } from '../../shared/domain/index.ts';
import { readSheetText, SHEET_BYTES, sheetGroups, sheetSlipWords } from '../../shared/formats/sheet-code.ts';
import { associatedData, wipe } from './seal.ts';

/** What a sheet of paper carries: part of the recovery key, or what the emergency key comes from. */
const SHEET_KINDS = { recovery: 0x52, emergency: 0x45 } as const;
export type SheetKind = keyof typeof SHEET_KINDS;

/** A secret on paper, and what it belongs to. */
export interface Sheet {
  readonly kind: SheetKind;
  /** Which making it comes from; eight hexadecimal digits. Sheets of different sets never fit. */
  readonly set: string;
  readonly number: number;
  /** How many sheets of the set are needed. */
  readonly threshold: number;
  readonly secret: Uint8Array;
}

const FORMAT = 1;
const HEADER_BYTES = 8;

/** The printed groups of a sheet. What they say can no longer be wiped: they are strings, for paper. */
export function printedGroups(sheet: Sheet): readonly string[] {
  const bytes = Buffer.concat([
    Uint8Array.of(FORMAT, SHEET_KINDS[sheet.kind]),
    Buffer.from(sheet.set, 'hex'),
    Uint8Array.of(sheet.number, sheet.threshold),
    sheet.secret,
  ]);
  try {
    return sheetGroups(bytes);
  } finally {
    wipe(bytes);
  }
}

/**
 * Reads what was typed or scanned from a sheet. The caller wipes its secret.
 *
 * @param which how the sheet is called in messages, such as `the first sheet`
 * @throws Problem `invalid_input` for slips, with the group that is wrong, and for other kinds of sheets;
 * never quotes what was typed
 */
export function readSheet(text: string, kind: SheetKind, which: string): Sheet {
  const read = readSheetText(text, SHEET_BYTES[kind]);
  if (!read.ok)
    throw new Problem(
      'invalid_input',
      `${which}: ${sheetSlipWords(read.slip)}`,
      'Compare it with the paper, letter by letter. Groups have five letters; the letters I, L, O and U are not used.',
    );
  const { bytes } = read;
  if (bytes[0] !== FORMAT || bytes[1] !== SHEET_KINDS[kind])
    throw new Problem('invalid_input', `${which} is no sheet for this`, 'Take the right sheet.');
  return {
    kind,
    set: Buffer.from(bytes.subarray(2, 6)).toString('hex'),
    number: bytes[6] ?? 0,
    threshold: bytes[7] ?? 0,
    secret: bytes.subarray(HEADER_BYTES),
  };
}

/**
 * What the key file keeps of a sheet: enough to say whether a sheet is the one that was made, nothing that
 * helps to guess it, since its secret is random and long.
 */
export function sheetCommitment(workspaceId: string, sheet: Sheet): Uint8Array {
  const { kind, set, number } = sheet;
  const about = associatedData('swarm-clinical/sheet/v1', workspaceId, kind, set, number);
  return createHash('sha256').update(about).update(sheet.secret).digest();
}
