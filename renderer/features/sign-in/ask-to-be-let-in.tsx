import { useState, type ReactNode } from 'react';
import type { AskedToBeLetIn } from '../../../shared/ipc/index.ts';
import type { Refusal } from '../../api/bridge.ts';
import { useAction } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Callout, Failure } from '../../ui/states.tsx';

/** Whether signing in failed because this user of the system was not let in, or this is another workstation. */
export function isAboutDevice({ code, message }: Refusal): boolean {
  return code === 'foreign_file' && message.includes('another workstation');
}

/** Another user of a workstation on which the workspace lies: asks, and reads a code out. */
export function AskToBeLetIn(): ReactNode {
  const [asked, setAsked] = useState<AskedToBeLetIn | undefined>();
  const ask = useAction('device.ask');
  if (asked !== undefined)
    return (
      <Callout tone="good" title="Read this code out">
        <div className="stack">
          <output className="gate-code">{asked.code}</output>
          <span>
            A compliance officer or an administrator signs in under a user of this workstation who was let in,
            opens Posture, finds <strong>{asked.name}</strong> and types the code. Then sign in here.
          </span>
        </div>
      </Callout>
    );
  return (
    <Callout tone="neutral" title="Is it the same workstation?">
      <div className="stack">
        <span>
          Then this user of its system can be let in once, by somebody who can sign in. On another workstation
          this leads nowhere: bring the workspace over by backup and sealed sheets.
        </span>
        {ask.problem !== undefined && <Failure problem={ask.problem} where="asking to be let in" />}
        <div>
          <Button
            small
            isDisabled={ask.pending}
            onPress={() => {
              void ask.run({}).then((answer) => {
                if (answer !== undefined) setAsked(answer);
              });
            }}
          >
            {ask.pending ? 'Asking' : 'Ask to be let in'}
          </Button>
        </div>
      </div>
    </Callout>
  );
}
