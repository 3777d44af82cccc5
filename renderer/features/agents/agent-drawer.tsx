import { useState, type ReactNode } from 'react';
import type { AgentView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { hrefOf } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { formatCount, inSentence } from '../../ui/format.ts';
import { Drawer, Facts, Section } from '../../ui/layout.tsx';
import { isComplete, SignatureFields, useSignature } from '../../ui/signature.tsx';
import { Callout } from '../../ui/states.tsx';
import { Badge, Chip, Time } from '../../ui/text.tsx';
import { toolWord } from '../../ui/words.ts';

/** One agent: what it may do and see, and, where it is stopped, why and who may let it go. */
export function AgentDrawer(props: {
  readonly agent: AgentView;
  readonly onReleased: () => void;
}): ReactNode {
  const { agent } = props;
  return (
    <Drawer
      title={<span className="mono">{agent.name}</span>}
      label="Agent"
      onClose={() => go({ screen: 'agents' }, 'replace')}
      meta={
        agent.paused === undefined ? <Badge tone="neutral">Ready</Badge> : <Badge tone="bad">Paused</Badge>
      }
    >
      <p className="small">{agent.description}</p>
      {agent.paused !== undefined && (
        <Paused agent={agent} paused={agent.paused} onReleased={props.onReleased} />
      )}
      <Section title="Data that reaches it">
        {agent.phiAccess ? (
          <Facts rows={[['Allowed', <Words key="a" names={agent.allowed} />], excludedRow(agent)]} />
        ) : (
          <p className="small">No patient data at all.</p>
        )}
        <p className="caption faint">
          A column outside stands in no finding, prompt, argument or result of this agent.
        </p>
      </Section>
      <Section title="Tools that exist for it">
        <span className="chips">
          {agent.tools.map((tool) => (
            <Chip key={tool}>{toolWord(tool)}</Chip>
          ))}
        </span>
      </Section>
      <Section title="Limits in one run">
        <Facts
          rows={[
            ['Tokens', formatCount(agent.limits.tokens)],
            ['Calls', formatCount(agent.limits.toolCalls)],
            ['Minutes', formatCount(agent.limits.minutes)],
          ]}
        />
      </Section>
      <Section title="Where it works">
        <p className="small">
          {agent.pipelines.length === 0 ? 'In no pipeline that ships.' : agent.pipelines.join(', ')}
        </p>
      </Section>
    </Drawer>
  );
}

function excludedRow(agent: AgentView): readonly [string, ReactNode] | undefined {
  return agent.excluded.length === 0 ? undefined : ['Never', <Words key="e" names={agent.excluded} />];
}

function Words(props: { readonly names: readonly string[] }): ReactNode {
  return (
    <span className="chips">
      {props.names.map((name) => (
        <Chip key={name}>{name.replaceAll('_', ' ')}</Chip>
      ))}
    </span>
  );
}

function Paused(props: {
  readonly agent: AgentView;
  readonly paused: NonNullable<AgentView['paused']>;
  readonly onReleased: () => void;
}): ReactNode {
  const { paused, agent } = props;
  const { person } = useSignedIn();
  const [asking, setAsking] = useState(false);
  const [tool = '', target] = paused.aim.split(' ');
  return (
    <Callout
      tone="bad"
      title="Paused, because it kept trying what is denied"
      action={
        paused.mayRelease ? (
          <Button small onPress={() => setAsking(true)}>
            Let it work again
          </Button>
        ) : undefined
      }
    >
      <p>
        {formatCount(paused.denials)} times it wanted to {inSentence(toolWord(tool))}
        {target === undefined ? '' : ` in ${target}`}, denied by <Chip>{paused.ruleId}</Chip>. Since{' '}
        <Time ms={paused.sinceMs} />, for {paused.forPerson}.{' '}
        {paused.run !== undefined && <a href={hrefOf({ screen: 'runs', run: paused.run })}>Open the run</a>}{' '}
        <a href={hrefOf({ screen: 'journal', seq: paused.seq })}>Open the entry</a>
      </p>
      {!paused.mayRelease && (
        <p className="small">
          {person.role === 'compliance'
            ? 'It acted for you, so another compliance officer has to look into it.'
            : 'A compliance officer looks into it and lets it work again.'}
        </p>
      )}
      {asking && (
        <ReleaseDialog agent={agent.name} onClose={() => setAsking(false)} onReleased={props.onReleased} />
      )}
    </Callout>
  );
}

function ReleaseDialog(props: {
  readonly agent: string;
  readonly onClose: () => void;
  readonly onReleased: () => void;
}): ReactNode {
  const { person } = useSignedIn();
  const form = useSignature();
  const release = useAction('agents.release');
  const act = async (): Promise<void> => {
    if (!isComplete(form.signature, true)) return;
    const { meaning, reason, password } = form.signature;
    const done = await release.run({ agent: props.agent, meaning, reason, password });
    form.set({ password: '' });
    if (done === undefined) return;
    props.onReleased();
    props.onClose();
  };
  return (
    <ActDialog
      title={`Let ${props.agent} work again`}
      isOpen
      onClose={props.onClose}
      act="Let it work again"
      onAct={() => void act()}
      ready={isComplete(form.signature, true)}
      pending={release.pending}
      problem={release.problem}
    >
      <p>
        New runs may use the agent from now on, under the same rules and limits. What it was denied stays
        denied.
      </p>
      <SignatureFields
        form={form}
        reasonLabel="What you found"
        signer={person.name}
        isDisabled={release.pending}
      />
    </ActDialog>
  );
}
