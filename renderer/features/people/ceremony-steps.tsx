import { useState, type ReactNode } from 'react';
import {
  CEREMONIES,
  type Ceremony,
  type CeremonyName,
  type CeremonyStep,
} from '../../../shared/domain/ceremonies.ts';
import type { CeremonyView } from '../../../shared/ipc/index.ts';
import { hrefOf, maySee, type Route } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/layout.tsx';
import { Badge, Time } from '../../ui/text.tsx';
import { ROLE_WORDS } from '../../ui/words.ts';
import { ProposeDialog } from './propose-dialog.tsx';

/** The steps of one time that a ceremony is under way; of none yet where `view` is absent. */
export function CeremonySteps(props: {
  readonly name: CeremonyName;
  readonly view: CeremonyView | undefined;
  readonly onDone: () => void;
}): ReactNode {
  const { name, view } = props;
  const { steps }: Ceremony = CEREMONIES[name];
  const next = view?.next ?? 0;
  const over = next === steps.length;
  const about = view?.subject?.name;
  return (
    <Panel
      title={about ?? (view === undefined ? 'Not begun' : 'How far it is')}
      note={over ? 'Every step is done.' : `Step ${next + 1} of ${steps.length}`}
    >
      <ol className="ceremony-steps">
        {steps.map((step, at) => {
          const done = view?.steps[at] ?? undefined;
          const isNext = at === next;
          const who = step.id === 'made' ? 'Each of the three' : whoWords(step, about);
          return (
            <li
              key={step.id}
              className={isNext ? 'ceremony-step ceremony-step-next' : 'ceremony-step'}
              aria-current={isNext ? 'step' : undefined}
            >
              <span className="row">
                <Badge tone={done !== undefined ? 'good' : isNext ? 'warn' : 'neutral'}>
                  {done !== undefined ? 'Done' : isNext ? 'Next' : 'Later'}
                </Badge>
                <span className="strong">{who}</span>
              </span>
              <span>{step.does}</span>
              {done !== undefined && (
                <span className="small soft">
                  {step.shows} <Time ms={done.atMs} />, {done.by}.{' '}
                  <a href={hrefOf({ screen: 'journal', seq: done.seq })}>Open the entry</a>
                </span>
              )}
              {done === undefined && isNext && (
                <NextStep name={name} step={step} view={view} onDone={props.onDone} />
              )}
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

function whoWords({ who }: CeremonyStep, about: string | undefined): string {
  if (who === 'subject') return about ?? 'Whom it is about';
  return who.map((role) => ROLE_WORDS[role]).join(' or ');
}

/** What the person in front of the window can do about the next step, or whom it waits for. */
function NextStep(props: {
  readonly name: CeremonyName;
  readonly step: CeremonyStep;
  readonly view: CeremonyView | undefined;
  readonly onDone: () => void;
}): ReactNode {
  const { step, view } = props;
  const { person: me } = useSignedIn();
  const [proposing, setProposing] = useState(false);
  const mine = step.who === 'subject' ? view?.subject?.id === me.id : step.who.includes(me.role);
  if (!mine)
    return (
      <span className="small soft">
        Waits for {step.who === 'subject' ? 'them' : 'one of them'}: lock, and let them sign in here, or on
        their own time. Nothing is lost meanwhile.
      </span>
    );
  if (props.name === 'join' && step.id === 'proposed')
    return (
      <span>
        <Button variant="primary" onPress={() => setProposing(true)}>
          Add a person
        </Button>
        {proposing && (
          <ProposeDialog
            change="new"
            onClose={() => {
              setProposing(false);
              props.onDone();
            }}
          />
        )}
      </span>
    );
  const place = placeOf(step.id, view);
  if (place === undefined || !maySee(me.role, place.route)) return null;
  return (
    <span>
      <a className="ceremony-go" href={hrefOf(place.route)}>
        {place.text}
      </a>
    </span>
  );
}

/** Where a step is done. */
function placeOf(
  step: string,
  view: CeremonyView | undefined,
): { readonly text: string; readonly route: Route } | undefined {
  const people = { screen: 'people' } as const;
  switch (step) {
    case 'agreed':
      return {
        text: 'Look at the proposal',
        route: view?.subject === undefined ? people : { ...people, person: `${view.subject.id}-next` },
      };
    case 'proposed':
    case 'removed':
    case 'two_holders':
      return { text: 'Choose the person', route: people };
    case 'sheets':
    case 'tried':
    case 'backup':
    case 'rotated':
      return { text: 'Go to Recovery', route: { screen: 'recovery' } };
    case 'emergency':
    case 'ended':
    case 'reviewed':
      return { text: 'Go to Emergency', route: { screen: 'emergency' } };
    case 'admitted':
      return { text: 'Go to Posture', route: { screen: 'posture' } };
    default:
      return undefined;
  }
}
