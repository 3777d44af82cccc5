import { useState, type ReactNode } from 'react';
import {
  MOST_DRAWN,
  POPULATION_NAMES,
  POPULATIONS,
  SEED,
  type PopulationName,
} from '../../../shared/formats/sample.ts';
import type { SampleView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { hrefOf } from '../../app/routes.ts';
import { ActDialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/fields.tsx';
import { plural } from '../../ui/format.ts';
import { Facts } from '../../ui/layout.tsx';
import { useNow } from '../../ui/now.ts';
import { Callout } from '../../ui/states.tsx';
import { CopyId } from '../../ui/text.tsx';
import { EvidenceFields, ExportProgress, periodOf, type Asked } from './evidence-fields.tsx';
import { lastMonth } from './report-words.ts';

/** Positions that are shown; the file names all. */
const SHOWN = 50;

/** The auditor types a seed and a size; whoever has the file can draw the same again. */
export function SampleDialog(props: { readonly onClose: () => void }): ReactNode {
  const now = useNow();
  const [population, setPopulation] = useState<PopulationName>('exports');
  const [asked, setAsked] = useState<Asked>(() => ({ ...lastMonth(now), purpose: '' }));
  const [seed, setSeed] = useState('');
  const [typedSize, setSize] = useState('25');
  const [sample, setSample] = useState<SampleView | undefined>();
  const draw = useAction('audit.drawSample');
  const period = periodOf(asked);
  const size = /^\d{1,4}$/.test(typedSize.trim()) ? Number(typedSize) : 0;
  const isSize = size >= 1 && size <= MOST_DRAWN;
  const act = async (): Promise<void> => {
    if (period === undefined) return;
    const answer = await draw.run({ population, ...period, seed, size, purpose: asked.purpose.trim() });
    if (answer !== undefined && answer !== null) setSample(answer);
  };
  return (
    <ActDialog
      title="Draw a sample"
      isOpen
      onClose={props.onClose}
      cancel={sample === undefined ? 'Cancel' : 'Close'}
      act={sample === undefined ? 'Draw' : 'Draw another'}
      onAct={() => (sample === undefined ? void act() : setSample(undefined))}
      ready={period !== undefined && SEED.test(seed) && isSize}
      pending={draw.pending}
      pendingText="Drawing"
      problem={draw.problem}
    >
      {sample === undefined ? (
        <>
          <p>
            The seed decides what is drawn, and nothing else does. The file brings all entries under its
            checkpoint, so that anybody can see that none was left out: give it to those who may read the
            journal.
          </p>
          <SelectField
            label="From"
            value={population}
            onChange={setPopulation}
            choices={POPULATION_NAMES.map((id) => ({ id, text: capital(POPULATIONS[id].text) }))}
          />
          <EvidenceFields asked={asked} onChange={setAsked} isDisabled={draw.pending} />
          <TextField
            label="Seed"
            value={seed}
            onChange={setSeed}
            isDisabled={draw.pending}
            maxLength={64}
            note="Typed by the auditor: dice, words, anything that nobody here could know before."
            error={seed === '' || SEED.test(seed) ? undefined : '4 to 64 letters, figures and signs.'}
          />
          <TextField
            label="How many"
            value={typedSize}
            onChange={setSize}
            isDisabled={draw.pending}
            error={isSize ? undefined : `1 to ${MOST_DRAWN}.`}
          />
          <ExportProgress active={draw.pending} />
        </>
      ) : (
        <Drawn sample={sample} />
      )}
    </ActDialog>
  );
}

function Drawn({ sample }: { readonly sample: SampleView }): ReactNode {
  const { drawn, populationSize, checkpointSize } = sample;
  return (
    <Callout tone="good" title={`Drawn: ${drawn.length} of ${plural(populationSize, 'entry', 'entries')}`}>
      <Facts
        rows={[
          [
            'Entries',
            <span key="drawn">
              {drawn.length === 0 ? 'none' : ''}
              {drawn.slice(0, SHOWN).map((seq, at) => (
                <span key={seq}>
                  {at === 0 ? '' : ', '}
                  <a href={hrefOf({ screen: 'journal', seq })}>{seq}</a>
                </span>
              ))}
              {drawn.length > SHOWN ? ` and ${drawn.length - SHOWN} more in the file` : ''}
            </span>,
          ],
          ['Query', <code key="query">{sample.query}</code>],
          ['Shown complete', `under the checkpoint over ${plural(checkpointSize, 'entry', 'entries')}`],
          ['File', <code key="file">{sample.file}</code>],
          ['SHA-256', <CopyId key="hash" whole id={sample.sha256} what="hash of the file" />],
        ]}
      />
      <p className="small soft">
        Completeness covers recorded events: what was never recorded stands in no population. Times are those
        of this workstation’s own clock, which nobody else confirms.
      </p>
    </Callout>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
