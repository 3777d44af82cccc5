import type { ReactNode } from 'react';
import { readSheetText, SHEET_BYTES, sheetSlipWords } from '../../shared/formats/sheet-code.ts';
import { TextField } from './fields.tsx';

/** What is printed as letters: a sheet for recovery, or the paper of the emergency envelope. */
type LettersKind = keyof typeof SHEET_BYTES;

const GROUPS: Readonly<Record<LettersKind, { readonly words: string; readonly lines: number }>> = {
  recovery: { words: 'Seventeen', lines: 3 },
  emergency: { words: 'Ten', lines: 2 },
};

/** What is wrong with typed letters in themselves; whether they are the right ones, main says. */
function lettersSlip(text: string, kind: LettersKind): string | undefined {
  const read = readSheetText(text, SHEET_BYTES[kind]);
  return read.ok ? undefined : sheetSlipWords(read.slip);
}

/** Whether every paper is typed without a slip. */
export function areWhole(papers: readonly string[], kind: LettersKind): boolean {
  return papers.every((paper) => lettersSlip(paper, kind) === undefined);
}

/** Letters from paper, one field for each, with slips told by their group while they are typed. */
export function LettersFields(props: {
  readonly kind: LettersKind;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly labelOf: (index: number) => string;
  readonly isDisabled: boolean;
}): ReactNode {
  const { kind, values } = props;
  const { words, lines } = GROUPS[kind];
  return values.map((value, index) => {
    const isTyped = value.trim() !== '';
    const slip = isTyped ? lettersSlip(value, kind) : undefined;
    const usual = `${words} groups of five, typed or read by a scanner; spaces do not matter.`;
    return (
      <div key={index} className="letters-field">
        <TextField
          label={props.labelOf(index)}
          lines={lines}
          value={value}
          maxLength={2000}
          isDisabled={props.isDisabled}
          onChange={(text) => props.onChange(values.map((each, at) => (at === index ? text : each)))}
          note={isTyped ? (slip ?? 'The letters fit together.') : usual}
        />
      </div>
    );
  });
}
