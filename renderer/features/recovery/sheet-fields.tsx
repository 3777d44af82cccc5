import type { ReactNode } from 'react';
import { readSheetText, SHEET_BYTES, sheetSlipWords } from '../../../shared/formats/sheet-code.ts';
import { TextField } from '../../ui/fields.tsx';

/** Whether a typed sheet holds together in itself; whether it is the right one, main says. */
export function sheetSlip(text: string, kind: keyof typeof SHEET_BYTES): string | undefined {
  const read = readSheetText(text, SHEET_BYTES[kind]);
  return read.ok ? undefined : sheetSlipWords(read.slip);
}

/** Letters from paper, with slips told by their group while they are typed. */
export function SheetFields(props: {
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly isDisabled: boolean;
}): ReactNode {
  return props.values.map((value, index) => {
    const slip = value.trim() === '' ? undefined : sheetSlip(value, 'recovery');
    const fits = value.trim() !== '' && slip === undefined;
    return (
      <div key={index} className="sheet-field">
        <TextField
          label={`Sheet ${index + 1}`}
          lines={3}
          value={value}
          maxLength={2000}
          isDisabled={props.isDisabled}
          onChange={(text) => props.onChange(props.values.map((each, at) => (at === index ? text : each)))}
          note={
            fits
              ? 'The letters fit together.'
              : (slip ?? 'Seventeen groups of five, typed or read by a scanner; spaces do not matter.')
          }
        />
      </div>
    );
  });
}
