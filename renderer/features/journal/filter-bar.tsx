import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { Input, SearchField } from 'react-aria-components';
import type { EntryCountsView, EntryFilterArgs } from '../../../shared/ipc/index.ts';
import { Button } from '../../ui/button.tsx';
import { Facet, type FacetValue } from '../../ui/facet.tsx';
import { shortId } from '../../ui/format.ts';
import { Key } from '../../ui/text.tsx';
import { EVENT_WORDS } from '../../ui/event-words.ts';
import { BEHAVIOURS } from '../../ui/words.ts';
import { KINDS } from './conditions.ts';

type Change = (part: Partial<EntryFilterArgs>) => void;

/** Everything the journal can be filtered by. Each change is a new look at it. */
export function FilterBar(props: {
  readonly filter: EntryFilterArgs;
  readonly counts: EntryCountsView | undefined;
  readonly onChange: Change;
  readonly onClear: () => void;
}): ReactNode {
  const { filter, counts, onChange } = props;
  return (
    <div className="bar journal-bar" role="search" aria-label="Filter the journal">
      <Words text={filter.text ?? ''} onChange={onChange} />
      <Facet
        label="Kind"
        values={kindValues(counts, filter.kinds ?? [])}
        chosen={filter.kinds ?? []}
        onChange={(kinds) => onChange({ kinds: [...kinds] })}
      />
      <Facet
        label="Person"
        values={personValues(counts, filter.people ?? [])}
        chosen={filter.people ?? []}
        onChange={(people) => onChange({ people: [...people] })}
      />
      <Facet
        label="Agent"
        values={agentValues(counts, filter.agents ?? [])}
        chosen={filter.agents ?? []}
        onChange={(agents) => onChange({ agents: [...agents] })}
      />
      <Facet
        label="Decision"
        values={(['allow', 'ask', 'deny'] as const).map((id) => ({
          id,
          text: BEHAVIOURS[id].text,
          count: counts?.decisions[id],
        }))}
        chosen={filter.decisions ?? []}
        onChange={(decisions) => onChange({ decisions: [...decisions] })}
      />
      <YesOnly
        label="Patient data"
        yes="read"
        count={counts?.phiAccessed}
        value={filter.phiAccessed}
        onChange={(phiAccessed) => onChange({ phiAccessed })}
      />
      <YesOnly
        label="Failed"
        yes="failed"
        count={counts?.failed}
        value={filter.failed}
        onChange={(failed) => onChange({ failed })}
      />
      {filter.run !== undefined && (
        <Chosen what="Run" id={filter.run} onDrop={() => onChange({ run: undefined })} />
      )}
      {filter.call !== undefined && (
        <Chosen what="Call" id={filter.call} onDrop={() => onChange({ call: undefined })} />
      )}
      {filter.correlation !== undefined && (
        <Chosen what="Act" id={filter.correlation} onDrop={() => onChange({ correlation: undefined })} />
      )}
      {filter.phases !== undefined && (
        <Chosen what="Phase" id={filter.phases.join(', ')} onDrop={() => onChange({ phases: undefined })} />
      )}
      {Object.keys(filter).length > 0 && (
        <Button small variant="quiet" onPress={props.onClear}>
          Clear all
        </Button>
      )}
    </div>
  );
}

/** Text is searched for at Enter: every look is recorded, so half a word is none. */
function Words(props: { readonly text: string; readonly onChange: Change }): ReactNode {
  const field = useSlash();
  const [typed, setTyped] = useState(props.text);
  const [from, setFrom] = useState(props.text);
  // The address changed under it.
  if (from !== props.text) {
    setFrom(props.text);
    setTyped(props.text);
  }
  const apply = (text: string): void =>
    props.onChange({ text: text.trim() === '' ? undefined : text.trim() });
  return (
    <SearchField
      className="journal-words"
      aria-label="Words in the body"
      value={typed}
      onChange={setTyped}
      onSubmit={apply}
      onClear={() => apply('')}
    >
      <Search size={14} aria-hidden="true" />
      <Input
        ref={field}
        className="input"
        placeholder="Words, an id or a hash; Enter"
        spellCheck={false}
        maxLength={200}
      />
      <Key>/</Key>
    </SearchField>
  );
}

/** `/` goes to the search, as long as nothing is being typed elsewhere. */
function useSlash(): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing = (event.target as Element | null)?.closest(
        'input, textarea, [role="listbox"], [role="dialog"]',
      );
      if (event.key !== '/' || typing !== null || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return field;
}

function YesOnly(props: {
  readonly label: string;
  readonly yes: string;
  readonly count: number | undefined;
  readonly value: boolean | undefined;
  readonly onChange: (value: boolean | undefined) => void;
}): ReactNode {
  return (
    <Facet
      label={props.label}
      values={[{ id: 'yes', text: props.yes, count: props.count }]}
      chosen={props.value === true ? ['yes'] : []}
      onChange={(chosen) => props.onChange(chosen.length > 0 ? true : undefined)}
    />
  );
}

function Chosen(props: {
  readonly what: string;
  readonly id: string;
  readonly onDrop: () => void;
}): ReactNode {
  return (
    <Button small variant="chosen" onPress={props.onDrop}>
      {props.what} {shortId(props.id)}
      <X size={12} aria-hidden="true" />
      <span className="unseen">, drop this condition</span>
    </Button>
  );
}

function kindValues(
  counts: EntryCountsView | undefined,
  chosen: readonly (typeof KINDS)[number][],
): FacetValue<(typeof KINDS)[number]>[] {
  const all = KINDS.map((id) => ({
    id,
    text: EVENT_WORDS[id],
    count: counts === undefined ? undefined : (counts.kinds[id] ?? 0),
  }));
  // Once everything is counted, kinds that are not there only stand in the way.
  return all.filter(({ id, count }) => counts?.complete !== true || count !== 0 || chosen.includes(id));
}

function personValues(
  counts: EntryCountsView | undefined,
  chosen: readonly EntryCountsView['people'][number]['id'][],
): FacetValue<EntryCountsView['people'][number]['id']>[] {
  const found = (counts?.people ?? []).map(({ id, name, count }) => ({ id, text: name, count }));
  const gone = chosen.filter((id) => !found.some((value) => value.id === id));
  return [...found.sort(byCount), ...gone.map((id) => ({ id, text: shortId(id), count: 0 }))];
}

function agentValues(counts: EntryCountsView | undefined, chosen: readonly string[]): FacetValue<string>[] {
  const found = (counts?.agents ?? []).map(({ name, count }) => ({ id: name, text: name, count }));
  const gone = chosen.filter((name) => !found.some((value) => value.id === name));
  return [...found.sort(byCount), ...gone.map((name) => ({ id: name, text: name, count: 0 }))];
}

function byCount(a: { readonly count: number }, b: { readonly count: number }): number {
  return b.count - a.count;
}
