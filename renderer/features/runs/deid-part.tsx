import type { ReactNode } from 'react';
import type { DeidProfile } from '../../../shared/domain/index.ts';
import { ChoiceCards, TextField } from '../../ui/fields.tsx';
import { Callout } from '../../ui/states.tsx';
import { DEID_NOTES, DEID_WORDS } from '../../ui/words.ts';

/** How a run replaces identifiers, and what that rests on. */
export interface Deid {
  readonly profile: DeidProfile;
  readonly reference: string;
  readonly surrogates: 'letters' | 'realistic';
}

export const STRICT: Deid = { profile: 'strict', reference: '', surrogates: 'letters' };

const REFERENCE = /^(?=.*\d)[A-Za-z0-9][A-Za-z0-9._/-]{1,39}$/;

/** What stands behind each profile that is not Safe Harbor. */
const RESTS_ON: Readonly<Record<Exclude<DeidProfile, 'strict'>, { label: string; note: string }>> = {
  limited: {
    label: 'Data use agreement',
    note: 'The number under which it is filed. It stands in the journal and in the report; the approver of an export confirms it.',
  },
  expert: {
    label: 'Method on file',
    note: 'The number under which the expert’s method and result are filed (164.514(b)(1)). It stands in the journal and in the report.',
  },
};

/** What to send with a run; undefined while something is missing. */
export function deidOf({
  profile,
  reference,
  surrogates,
}: Deid):
  { readonly deidProfile: DeidProfile; readonly reference?: string; readonly realistic?: true } | undefined {
  if (profile !== 'strict' && !REFERENCE.test(reference.trim())) return undefined;
  return {
    deidProfile: profile,
    ...(profile === 'strict' ? {} : { reference: reference.trim() }),
    ...(surrogates === 'realistic' ? { realistic: true } : {}),
  };
}

/** The choice of a profile with what each is, and the reference that the profiles beside `strict` rest on. */
export function DeidPart(props: {
  readonly value: Deid;
  readonly onChange: (value: Deid) => void;
}): ReactNode {
  const { value, onChange } = props;
  const typed = value.reference.trim();
  return (
    <>
      <ChoiceCards
        label="De-identification"
        value={value.profile}
        onChange={(profile) => onChange({ ...value, profile })}
        choices={(['strict', 'limited', 'expert'] as const).map((id) => ({
          id,
          text: DEID_WORDS[id],
          note: DEID_NOTES[id],
        }))}
      />
      {value.profile !== 'strict' && (
        <TextField
          label={RESTS_ON[value.profile].label}
          value={value.reference}
          onChange={(reference) => onChange({ ...value, reference })}
          maxLength={40}
          note={RESTS_ON[value.profile].note}
          error={
            typed === '' || REFERENCE.test(typed)
              ? undefined
              : 'A number or code of 2 to 40 letters, digits, dots, slashes and hyphens, with at least one digit and no spaces.'
          }
        />
      )}
      {value.profile === 'expert' && (
        <Callout tone="neutral" title="Moving dates wants a model that knows how">
          The starter model was not taught to: where days could be moved, it keeps the year alone. The run
          marks each such answer as not the usual one. Another run of this profile with a larger model goes on
          from what is left; a table imported anew begins with its days.
        </Callout>
      )}
      <ChoiceCards
        label="In place of names and numbers in text"
        value={value.surrogates}
        onChange={(surrogates) => onChange({ ...value, surrogates })}
        choices={[
          {
            id: 'letters',
            text: 'Class and letters',
            note: 'As [NAME-bcdfghjk]: nobody takes it for a value.',
          },
          {
            id: 'realistic',
            text: 'Like real values',
            note: 'Invented names and numbers, for texts that people or programs go on reading.',
          },
        ]}
      />
    </>
  );
}
