import type { ReactNode } from 'react';
import { readSheetText, SHEET_BYTES, sheetSlipWords } from '../../../shared/formats/sheet-code.ts';
import { TextField } from '../../ui/fields.tsx';

function slipOf(text: string): string | undefined {
  const read = readSheetText(text, SHEET_BYTES.emergency);
  return read.ok ? undefined : sheetSlipWords(read.slip);
}

/** Whether every paper is typed without a slip; whether they are the right ones, main says. */
export function areWhole(papers: readonly string[]): boolean {
  return papers.every((paper) => slipOf(paper) === undefined);
}

/** The letters of the emergency papers, with slips told by their group while they are typed. */
export function CodeFields(props: {
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly isDisabled: boolean;
}): ReactNode {
  return props.values.map((value, index) => {
    const slip = value.trim() === '' ? undefined : slipOf(value);
    const fits = value.trim() !== '' && slip === undefined;
    return (
      <div key={index} className="code-field">
        <TextField
          label={
            props.values.length === 1
              ? 'Emergency code'
              : index === 0
                ? 'Emergency code, the paper from the safe'
                : 'Emergency code, the second person’s paper'
          }
          lines={2}
          value={value}
          maxLength={2000}
          isDisabled={props.isDisabled}
          onChange={(text) => props.onChange(props.values.map((each, at) => (at === index ? text : each)))}
          note={
            fits
              ? 'The letters fit together.'
              : (slip ?? 'Ten groups of five, typed or read by a scanner; spaces do not matter.')
          }
        />
      </div>
    );
  });
}
