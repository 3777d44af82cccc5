import { Check, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { conflictOf, DUTIES, DUTY_ROLES, SEPARATIONS, type Duty } from '../../../shared/domain/duties.ts';
import { ROLE_WORDS } from '../../ui/words.ts';

const DUTY_WORDS: Readonly<Record<Duty, { readonly text: string; readonly note: string }>> = {
  requester: { text: 'Requester', note: 'on whose behalf a call is made' },
  approver: { text: 'Approver', note: 'who answers when policy asks' },
  policy_author: { text: 'Author of rules', note: 'who drafted the rules' },
  policy_activator: { text: 'Activator of rules', note: 'who puts them in effect' },
  reviewer: { text: 'Reviewer', note: 'who judges what was denied' },
};

/** Which duties about one matter no person may hold together. Main checks the same table. */
export function Duties(): ReactNode {
  return (
    <div className="duties">
      <p className="small soft">
        About one and the same matter, such as a call, a set of rules or a denial, nobody may hold two duties
        that are kept apart here. The application refuses it, and records the attempt.
      </p>
      <div className="duties-scroll" tabIndex={0} role="group" aria-label="Table of duties">
        <table className="duties-table">
          <caption className="unseen">Whether one person may hold two duties about one matter</caption>
          <thead>
            <tr>
              <td />
              {DUTIES.map((duty) => (
                <th key={duty} scope="col">
                  {DUTY_WORDS[duty].text}
                </th>
              ))}
              <th scope="col">Roles</th>
            </tr>
          </thead>
          <tbody>
            {DUTIES.map((one) => (
              <tr key={one}>
                <th scope="row">
                  {DUTY_WORDS[one].text}
                  <span className="duties-note">{DUTY_WORDS[one].note}</span>
                </th>
                {DUTIES.map((other) => (
                  <td key={other}>
                    <Pair one={one} other={other} />
                  </td>
                ))}
                <td className="duties-roles">{DUTY_ROLES[one].map((role) => ROLE_WORDS[role]).join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="duties-reasons small">
        {SEPARATIONS.map(({ duties, reason }) => (
          <li key={duties.join()}>
            <span className="strong">
              {DUTY_WORDS[duties[0]].text} and {DUTY_WORDS[duties[1]].text.toLowerCase()}:
            </span>{' '}
            {reason}.
          </li>
        ))}
      </ul>
    </div>
  );
}

function Pair(props: { readonly one: Duty; readonly other: Duty }): ReactNode {
  if (props.one === props.other) return <span className="faint">same</span>;
  return conflictOf(props.one, [props.other]) === undefined ? (
    <span className="duties-may">
      <Check size={14} aria-hidden="true" /> may be one
    </span>
  ) : (
    <span className="duties-apart">
      <X size={14} aria-hidden="true" /> kept apart
    </span>
  );
}
