import { useState, type ReactNode } from 'react';
import type { WitnessFileView, WitnessStateView } from '../../../shared/ipc/index.ts';
import { cache, useAction, useQuery } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { formatCount, formatExactTime, plural } from '../../ui/format.ts';
import { Facts, Panel } from '../../ui/layout.tsx';
import { Callout, Failure, Skeleton } from '../../ui/states.tsx';
import { CopyId, Time } from '../../ui/text.tsx';

const ANCHORS = { report: 'a printed report', file: 'a file', workspace: 'another workspace' } as const;

/** What of the journal the outside knows, and what could still be cut or rewritten unseen. */
export function WitnessPanel(props: { readonly mayCosign: boolean }): ReactNode {
  const state = useQuery('audit.getWitnessState', {});
  return (
    <Panel
      title="Witnesses"
      note="A checkpoint that someone else keeps is what shows a journal that was put back or rewritten as a whole."
    >
      {state.status === 'loading' && <Skeleton label="the witnesses" lines={4} />}
      {state.status === 'failed' && (
        <Failure problem={state.problem} retry={state.reload} where="witnesses" />
      )}
      {state.status === 'ready' && (
        <div className="stack">
          <RiskWindow state={state.value} />
          <Exchange
            mayCosign={props.mayCosign}
            onDone={() => {
              state.reload();
              cache.invalidate('journal.getIntegrity');
            }}
          />
        </div>
      )}
    </Panel>
  );
}

function RiskWindow(props: { readonly state: WitnessStateView }): ReactNode {
  const { state } = props;
  const { lastAnchored, lastCosigned, unanchoredSinceMs } = state;
  return (
    <>
      <Callout
        tone={state.unanchoredEntries === 0 ? 'good' : 'warn'}
        title={`Risk window: ${plural(state.unanchoredEntries, 'entry', 'entries')}`}
      >
        {state.unanchoredEntries === 0
          ? 'Every entry is under a checkpoint that left this machine.'
          : `No checkpoint outside this machine covers ${state.unanchoredEntries === 1 ? 'it' : 'them'}: who holds every key could cut or rewrite ${state.unanchoredEntries === 1 ? 'it' : 'them'} unseen.`}
        {unanchoredSinceMs !== undefined && ` The oldest is from ${formatExactTime(unanchoredSinceMs)}.`}
      </Callout>
      <Facts
        rows={[
          [
            'Left the machine',
            lastAnchored === undefined ? (
              <span key="none" className="soft">
                No checkpoint has yet.
              </span>
            ) : (
              <span key="anchored" className="row">
                <span>
                  {formatCount(lastAnchored.size)} entries, in {ANCHORS[lastAnchored.kind]}
                </span>
                <Time ms={lastAnchored.wallMs} />
              </span>
            ),
          ],
          [
            'Cosigned',
            lastCosigned === undefined ? (
              <span key="none" className="soft">
                By no other workspace yet.
              </span>
            ) : (
              <span key="cosigned" className="row">
                <span>
                  {formatCount(lastCosigned.size)} entries, by {lastCosigned.witness}
                </span>
                <Time ms={lastCosigned.timestampMs} />
              </span>
            ),
          ],
          ['Key of this journal', <CopyId key="log" whole id={state.logKey} what="key of this journal" />],
          [
            'Key as a witness',
            <CopyId key="witness" whole id={state.witnessKey} what="key of this workspace as a witness" />,
          ],
        ]}
      />
    </>
  );
}

type Act = 'audit.exportWitness' | 'audit.importWitness' | 'audit.signWitness';

/** Files that go to another workspace and come back. */
function Exchange(props: { readonly mayCosign: boolean; readonly onDone: () => void }): ReactNode {
  const [key, setKey] = useState('');
  const [done, setDone] = useState<{ readonly act: Act; readonly view: WitnessFileView } | undefined>();
  const out = useAction('audit.exportWitness');
  const back = useAction('audit.importWitness');
  const sign = useAction('audit.signWitness');
  const pending = out.pending || back.pending || sign.pending;
  const problem = out.problem ?? back.problem ?? sign.problem;
  const begin = async (act: Act): Promise<void> => {
    setDone(undefined);
    for (const one of [out, back, sign]) one.dismiss();
    const given = key.trim() === '' ? undefined : key.trim();
    const view =
      act === 'audit.exportWitness'
        ? await out.run({})
        : act === 'audit.importWitness'
          ? await back.run(given === undefined ? {} : { witnessKey: given })
          : await sign.run(given === undefined ? {} : { logKey: given });
    if (view === undefined || view === null) return;
    setDone({ act, view });
    props.onDone();
  };
  return (
    <div className="stack-tight">
      <div className="row">
        <Button isDisabled={pending} onPress={() => void begin('audit.exportWitness')}>
          Hand out a checkpoint
        </Button>
        {props.mayCosign && (
          <>
            <Button isDisabled={pending} onPress={() => void begin('audit.importWitness')}>
              Take in a cosignature
            </Button>
            <Button isDisabled={pending} onPress={() => void begin('audit.signWitness')}>
              Cosign for another workspace
            </Button>
          </>
        )}
      </div>
      {props.mayCosign && (
        <TextField
          label="Key of the other side"
          value={key}
          onChange={setKey}
          maxLength={300}
          note="Wanted the first time only; afterwards the journal remembers it. Compare it with what its owner reads out."
        />
      )}
      {problem !== undefined && problem.code !== 'cancelled' && <Failure problem={problem} where="witness" />}
      {done !== undefined && (
        <Callout tone="good" title={DONE[done.act]}>
          {formatCount(done.view.size)} entries of <code>{done.view.origin}</code>
          {done.view.witness !== undefined && <>, cosigned by {done.view.witness}</>}:{' '}
          <code>{done.view.file}</code>
        </Callout>
      )}
    </div>
  );
}

const DONE: Readonly<Record<Act, string>> = {
  'audit.exportWitness': 'Handed out',
  'audit.importWitness': 'Taken in',
  'audit.signWitness': 'Cosigned',
};
