import { useState, type ReactNode } from 'react';
import { Input, TextField as AriaTextField } from 'react-aria-components';
import type { RunView, StatementView } from '../../../shared/ipc/index.ts';
import { useAction, useQuery } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { plural } from '../../ui/format.ts';
import { Panel } from '../../ui/layout.tsx';
import { isComplete, SignatureFields, useSignature } from '../../ui/signature.tsx';
import { Callout, Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Chip, Time } from '../../ui/text.tsx';
import { LABEL_WORDS } from '../../ui/words.ts';
import { changedReasons, withoutReason } from './statement.ts';
import './results.css';

const AUTHORS = { code: 'code', model: 'the model', person: 'a person' } as const;

/** The minimum-necessary statement: each column that stays, why, and a person's signature. */
export function StatementTab(props: { readonly run: RunView }): ReactNode {
  const { state } = props.run;
  const isDrafted = state === 'awaiting_attestation' || state === 'finished';
  const statement = useQuery('runs.getStatement', isDrafted ? { run: props.run.id } : null);
  if (!isDrafted) {
    return (
      <Empty title="No statement yet">
        When the last finding is decided, code and the model draft why each column that stays is needed. A
        person reads the reasons and signs them.
      </Empty>
    );
  }
  if (statement.status === 'loading') return <Skeleton label="the statement" lines={9} />;
  if (statement.status === 'failed') {
    return (
      <div className="tab-page">
        <Failure problem={statement.problem} retry={statement.reload} where="minimum-necessary statement" />
      </div>
    );
  }
  return <Statement run={props.run} statement={statement.value} onSigned={statement.reload} />;
}

function Statement(props: {
  readonly run: RunView;
  readonly statement: StatementView;
  readonly onSigned: () => void;
}): ReactNode {
  const { run, statement } = props;
  const [edits, setEdits] = useState<Readonly<Record<string, string>>>({});
  const [signing, setSigning] = useState(false);
  const isSigned = statement.signedBy !== undefined;
  const blank = withoutReason(statement.columns, edits);
  const mayEdit = !isSigned && run.state === 'awaiting_attestation';
  return (
    <div className="tab-page">
      {isSigned ? (
        <Callout tone="good" title={`Signed by ${statement.signedBy}`}>
          {statement.signedAtMs !== undefined && <Time ms={statement.signedAtMs} />}
          {statement.meaning !== undefined && `, meaning ${statement.meaning}`}
        </Callout>
      ) : (
        <Callout
          tone="accent"
          title="Read each reason before you sign"
          action={
            <Button
              variant="primary"
              isDisabled={!mayEdit || blank.length > 0}
              onPress={() => setSigning(true)}
            >
              Sign the statement
            </Button>
          }
        >
          {mayEdit
            ? 'Drafted by code and the model. You can put any reason in your own words; the signature covers them all.'
            : 'The draft can be signed once the run has decided its last finding.'}
          {blank.length > 0 && ` ${plural(blank.length, 'column')} still without a reason.`}
        </Callout>
      )}
      <Panel
        title={`Columns that stay, for: ${statement.purpose}`}
        note={plural(statement.columns.length, 'column')}
        flush
      >
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Columns of the statement">
          <table className="plain-table statement">
            <thead>
              <tr>
                <th>Column</th>
                <th>Labels</th>
                <th>Why it is needed</th>
                <th>Written by</th>
              </tr>
            </thead>
            <tbody>
              {statement.columns.map((column) => {
                const edit = edits[column.name];
                return (
                  <tr key={column.name}>
                    <td className="mono">{column.name}</td>
                    <td>
                      <span className="chips">
                        {column.labels.map((label) => (
                          <Chip key={label}>{labelWord(label)}</Chip>
                        ))}
                      </span>
                    </td>
                    <td className="statement-reason">
                      {mayEdit ? (
                        <AriaTextField
                          aria-label={`Why ${column.name} is needed`}
                          value={edit ?? column.reason}
                          maxLength={300}
                          isInvalid={(edit ?? column.reason).trim() === ''}
                          onChange={(reason) => setEdits((last) => ({ ...last, [column.name]: reason }))}
                        >
                          <Input
                            className="input input-plain"
                            spellCheck={false}
                            placeholder="Say why this column is needed"
                          />
                        </AriaTextField>
                      ) : (
                        column.reason
                      )}
                    </td>
                    <td className="soft nowrap">
                      {edit !== undefined && edit !== column.reason ? 'you' : AUTHORS[column.by]}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </Panel>
      <SignDialog
        run={run}
        columns={statement.columns.length}
        reasons={changedReasons(statement.columns, edits)}
        isOpen={signing}
        onClose={() => setSigning(false)}
        onSigned={() => {
          setSigning(false);
          props.onSigned();
        }}
      />
    </div>
  );
}

function SignDialog(props: {
  readonly run: RunView;
  readonly columns: number;
  readonly reasons: Readonly<Record<string, string>>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onSigned: () => void;
}): ReactNode {
  const { person } = useSignedIn();
  const form = useSignature();
  const sign = useAction('runs.signStatement');
  const changed = Object.keys(props.reasons).length;
  const act = async (): Promise<void> => {
    if (!isComplete(form.signature, false)) return;
    const { meaning, password } = form.signature;
    const signed = await sign.run({
      run: props.run.id,
      meaning,
      password,
      ...(changed === 0 ? {} : { reasons: { ...props.reasons } }),
    });
    form.set({ password: '' });
    if (signed !== undefined) {
      form.clear();
      props.onSigned();
    }
  };
  return (
    <ActDialog
      title="Sign the minimum-necessary statement"
      isOpen={props.isOpen}
      onClose={props.onClose}
      act="Sign"
      onAct={() => void act()}
      ready={isComplete(form.signature, false)}
      pending={sign.pending}
      pendingText="Signing"
      problem={sign.problem}
    >
      <p>
        You sign that the {plural(props.columns, 'column')} of {props.run.table} that stay are needed for this
        purpose{changed > 0 ? `, ${plural(changed, 'reason')} in your own words` : ''}. Your name, the time
        and the meaning are recorded and printed.
      </p>
      <SignatureFields form={form} signer={person.name} isDisabled={sign.pending} />
    </ActDialog>
  );
}

function labelWord(label: string): string {
  return (LABEL_WORDS as Readonly<Record<string, string>>)[label] ?? label;
}
