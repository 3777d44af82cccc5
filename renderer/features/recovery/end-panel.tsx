import { useState, type ReactNode } from 'react';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { EraseDialog } from '../../ui/erase-dialog.tsx';
import { PasswordField, SelectField } from '../../ui/fields.tsx';
import { Panel } from '../../ui/layout.tsx';
import { WitnessCode } from '../../ui/witness.tsx';

/** The end of the workspace: every key destroyed, by compliance with an administrator beside. */
export function EndPanel(): ReactNode {
  const [isAsking, setAsking] = useState(false);
  return (
    <Panel
      title="End of the workspace"
      note="For a workstation that is given away, or data whose time is over: every key is destroyed, and with it the journal."
      actions={
        <Button variant="danger" onPress={() => setAsking(true)}>
          Erase the workspace
        </Button>
      }
    >
      <p className="small soft">
        Before it: export an evidence bundle on the screen Reports, since records of access are to be kept for
        six years, and write a backup if anything may be needed again.
      </p>
      {isAsking && <EraseWorkspace onClose={() => setAsking(false)} />}
    </Panel>
  );
}

function EraseWorkspace(props: { readonly onClose: () => void }): ReactNode {
  const { person, session } = useSignedIn();
  const admins = session.people.filter(({ role }) => role === 'admin');
  const [agreedBy, setAgreedBy] = useState<string | null>(admins[0]?.id ?? null);
  const [agreedPassword, setAgreedPassword] = useState('');
  const [code, setCode] = useState('');
  const erase = useAction('workspace.erase');
  const admin = admins.find(({ id }) => id === agreedBy);
  return (
    <EraseDialog
      title="Erase the workspace"
      act="Choose where the certificate goes, and erase everything"
      word={session.workspace?.id.slice(0, 8) ?? ''}
      whose={person.name}
      pending={erase.pending}
      problem={erase.problem}
      done={undefined}
      ready={admin !== undefined && agreedPassword !== ''}
      fields={
        <>
          <SelectField
            label="Administrator who agrees"
            value={agreedBy}
            onChange={setAgreedBy}
            placeholder="Choose who stands by"
            choices={admins.map(({ id, name }) => ({ id, text: name }))}
          />
          <PasswordField
            whose={admin?.name ?? 'the administrator'}
            value={agreedPassword}
            onChange={setAgreedPassword}
            isDisabled={erase.pending}
          />
          <WitnessCode
            whose={admin?.name ?? 'the administrator'}
            value={code}
            onChange={setCode}
            problem={erase.problem}
            isDisabled={erase.pending}
          />
        </>
      }
      onErase={async (given) => {
        if (admin === undefined) return;
        const byCode = code.trim() === '' ? {} : { agreedCode: code.trim() };
        const done = await erase.run({ ...given, ...byCode, agreedBy: admin.id, agreedPassword });
        if (done !== undefined) setAgreedPassword('');
        setCode('');
      }}
      onClose={props.onClose}
    >
      <p>
        Every key of this workspace is destroyed: datasets, payloads, reports and the journal itself. Nobody
        can read any of it again, with all passwords and all recovery sheets. This cannot be taken back.
      </p>
      <p className="small soft">
        Backups hold their own keys; the certificate says how many the journal knows. Destroy them as well.
      </p>
    </EraseDialog>
  );
}
