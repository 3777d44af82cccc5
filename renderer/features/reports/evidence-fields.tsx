import type { ReactNode } from 'react';
import { useAction, useProgress } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Progress } from '../../ui/figures.tsx';
import { plural } from '../../ui/format.ts';
import { readPeriod } from './report-words.ts';

export interface Asked {
  readonly first: string;
  readonly last: string;
  readonly purpose: string;
}

/** What is wanted of everything that leaves: a period, and what it is for. */
export function EvidenceFields(props: {
  readonly asked: Asked;
  readonly onChange: (asked: Asked) => void;
  readonly isDisabled: boolean;
}): ReactNode {
  const { asked, onChange, isDisabled } = props;
  const period = readPeriod(asked.first, asked.last);
  return (
    <>
      <TextField
        label="First day"
        value={asked.first}
        onChange={(first) => onChange({ ...asked, first })}
        isDisabled={isDisabled}
        note="As 2026-03-01. Days are those of UTC."
      />
      <TextField
        label="Last day"
        value={asked.last}
        onChange={(last) => onChange({ ...asked, last })}
        isDisabled={isDisabled}
        error={period === undefined ? 'These are not two days in order.' : undefined}
      />
      <TextField
        label="What it is for"
        value={asked.purpose}
        onChange={(purpose) => onChange({ ...asked, purpose })}
        isDisabled={isDisabled}
        maxLength={500}
        note="Stands in the journal, without names and other identifiers."
      />
    </>
  );
}

const LEAST_PURPOSE = 3;

/** The period asked for, once everything is there. */
export function periodOf({ first, last, purpose }: Asked): { fromMs: number; toMs: number } | undefined {
  return purpose.trim().length < LEAST_PURPOSE ? undefined : readPeriod(first, last);
}

/** How far it is, and a way to stop it. */
export function ExportProgress(props: { readonly active: boolean }): ReactNode {
  const cancel = useAction('audit.cancelExport');
  const progress = useProgress('export', props.active);
  if (!props.active) return null;
  return (
    <>
      <Progress
        label="Reading the journal"
        share={progress === undefined || progress.total <= 0 ? undefined : progress.done / progress.total}
        {...(progress === undefined ? {} : { text: plural(progress.done, 'entry', 'entries') })}
      />
      <div>
        <Button onPress={() => void cancel.run({})} isDisabled={cancel.pending}>
          Stop
        </Button>
      </div>
    </>
  );
}
