import { Users } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  CEREMONIES,
  CEREMONY_NAMES,
  type Ceremony,
  type CeremonyName,
} from '../../../shared/domain/ceremonies.ts';
import type { CeremonyView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { hrefOf } from '../../app/routes.ts';
import { Screen } from '../../ui/layout.tsx';
import { Callout, Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Badge } from '../../ui/text.tsx';
import { CeremonySteps } from './ceremony-steps.tsx';

/** What people do together so that keys come to whom they should: guided, one step after the other. */
export function Ceremonies(props: { readonly chosen: string | undefined }): ReactNode {
  const list = useQuery('ceremonies.list', {});
  const views = list.status === 'ready' ? list.value : [];
  const open = views.filter(isOpen);
  const name =
    CEREMONY_NAMES.find((each) => each === props.chosen) ??
    open.find(({ ceremony }) => ceremony === 'set_up')?.ceremony ??
    open[0]?.ceremony ??
    'set_up';
  return (
    <Screen
      title="Ceremonies"
      above={<a href={hrefOf({ screen: 'people' })}>People</a>}
      meta={
        <span>What takes more than one person. Leave one at any step; whoever comes next takes it up.</span>
      }
    >
      {list.status === 'loading' && <Skeleton label="ceremonies" lines={8} />}
      {list.status === 'failed' && <Failure problem={list.problem} retry={list.reload} where="ceremonies" />}
      {list.status === 'ready' && (
        <div className="ceremonies">
          <nav aria-label="Ceremonies" className="ceremony-list">
            {CEREMONY_NAMES.map((each) => (
              <Choice key={each} name={each} chosen={each === name} open={open} />
            ))}
          </nav>
          <Guide name={name} views={views.filter(({ ceremony }) => ceremony === name)} onDone={list.reload} />
        </div>
      )}
    </Screen>
  );
}

function isOpen({ next, steps }: CeremonyView): boolean {
  return next < steps.length;
}

function Choice(props: {
  readonly name: CeremonyName;
  readonly chosen: boolean;
  readonly open: readonly CeremonyView[];
}): ReactNode {
  const count = props.open.filter(({ ceremony }) => ceremony === props.name).length;
  return (
    <a
      className="ceremony-choice"
      href={hrefOf({ screen: 'people', part: 'ceremonies', ceremony: props.name })}
      aria-current={props.chosen ? 'page' : undefined}
    >
      <span>{CEREMONIES[props.name].title}</span>
      {count > 0 && <Badge tone="warn">{count === 1 ? 'Under way' : `${count} under way`}</Badge>}
    </a>
  );
}

/** One ceremony: who must be there, each time that it is under way, and what it proves. */
function Guide(props: {
  readonly name: CeremonyName;
  readonly views: readonly CeremonyView[];
  readonly onDone: () => void;
}): ReactNode {
  const { name, views } = props;
  const ceremony: Ceremony = CEREMONIES[name];
  const over = views.filter((each) => !isOpen(each));
  const open = views.filter(isOpen);
  return (
    <section className="ceremony" aria-labelledby="ceremony-title">
      <h2 id="ceremony-title">{ceremony.title}</h2>
      <p className="soft">{ceremony.when}</p>
      <Callout tone="neutral" title="Who must be there">
        {ceremony.present}
      </Callout>
      {open.map((view) => (
        <CeremonySteps key={keyOf(view)} name={name} view={view} onDone={props.onDone} />
      ))}
      {open.length === 0 && over.length === 0 && (
        <CeremonySteps name={name} view={undefined} onDone={props.onDone} />
      )}
      {over.map((view) => (
        <CeremonySteps key={keyOf(view)} name={name} view={view} onDone={props.onDone} />
      ))}
      {open.length === 0 && over.length > 0 && name !== 'set_up' && name !== 'two_people' && (
        <Empty title="None is under way" icon={<Users size={20} aria-hidden="true" />}>
          The last ones stand above. The next one begins with its first step.
        </Empty>
      )}
      <Callout
        tone={over.length > 0 && open.length === 0 ? 'good' : 'neutral'}
        title="What it proves at the end"
      >
        {ceremony.proven}
      </Callout>
    </section>
  );
}

function keyOf({ ceremony, subject, steps }: CeremonyView): string {
  return `${ceremony}-${subject?.id ?? ''}-${steps.find((step) => step !== null)?.seq ?? 0}`;
}
