import { Check, Copy } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { RedactionCounts } from '../../shared/domain/index.ts';
import { codeParts, formatCount, formatExactTime, formatTime, sentence, shortId } from './format.ts';
import { useNow } from './now.ts';
import { classWord, type Tone } from './words.ts';

/** A word of state with its tone. The word carries the meaning, the dot and colour repeat it. */
export function Badge(props: {
  readonly tone: Tone;
  readonly children: ReactNode;
  readonly live?: boolean;
}): ReactNode {
  return (
    <span className={`badge badge-${props.tone}`}>
      <span className={props.live === true ? 'badge-dot badge-dot-live' : 'badge-dot'} aria-hidden="true" />
      {props.children}
    </span>
  );
}

/** A quiet label: what a column is, a rule's id, a kind. */
export function Chip(props: { readonly children: ReactNode; readonly strong?: boolean }): ReactNode {
  return <span className={props.strong === true ? 'chip chip-strong' : 'chip'}>{props.children}</span>;
}

/** Local time; the exact moment with its zone on hover and for screen readers' details. */
export function Time(props: { readonly ms: number }): ReactNode {
  const now = useNow();
  const date = new Date(props.ms);
  return (
    <time className="figure" dateTime={date.toISOString()} title={formatExactTime(props.ms)}>
      {formatTime(props.ms, now)}
    </time>
  );
}

/** First characters of an id or hash; pressing copies the whole, or shows it where copying is not allowed. */
export function CopyId(props: {
  readonly id: string;
  readonly what: string;
  readonly whole?: boolean;
  /** Inside a list: pressed with the pointer, out of the way of the Tab key. */
  readonly inList?: boolean;
}): ReactNode {
  const [state, setState] = useState<'still' | 'copied' | 'shown'>('still');
  useEffect(() => {
    if (state !== 'copied') return;
    const timer = setTimeout(() => setState('still'), 1500);
    return () => clearTimeout(timer);
  }, [state]);
  if (state === 'shown') return <code className="shown-id">{props.id}</code>;
  const copy = (): void => {
    void navigator.clipboard.writeText(props.id).then(
      () => setState('copied'),
      () => setState('shown'),
    );
  };
  const whole = props.whole === true;
  return (
    <span className="copy-place">
      <AriaButton
        className={whole ? 'copy-id copy-id-whole' : 'copy-id'}
        onPress={copy}
        excludeFromTabOrder={props.inList ?? false}
        aria-label={`Copy ${props.what} ${shortId(props.id)}`}
      >
        <span className="mono">{whole ? props.id : shortId(props.id)}</span>
        {state === 'copied' ? <Check size={12} aria-hidden="true" /> : <Copy size={12} aria-hidden="true" />}
      </AriaButton>
      <span className="unseen" role="status">
        {state === 'copied' ? 'Copied' : ''}
      </span>
    </span>
  );
}

/** A message from main: one sentence, quoted input set as code. */
export function Message(props: { readonly text: string }): ReactNode {
  return codeParts(sentence(props.text)).map((part, index) =>
    part.code ? <code key={index}>{part.text}</code> : <span key={index}>{part.text}</span>,
  );
}

/** `12 names, 3 dates`, or what `none` says. */
export function redactionText(
  counts: RedactionCounts | Readonly<Record<string, number>>,
  none: string,
): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  if (parts.length === 0) return none;
  return parts.map(([name, count]) => `${formatCount(count)}\u00a0${classWord(name)}`).join(', ');
}

export function sumOf(counts: Readonly<Record<string, number | undefined>>): number {
  return Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/** A keyboard key. */
export function Key(props: { readonly children: ReactNode }): ReactNode {
  return <kbd className="key">{props.children}</kbd>;
}
