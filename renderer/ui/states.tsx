import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Refusal } from '../api/bridge.ts';
import { Button } from './button.tsx';
import { Message } from './text.tsx';

/** Grey lines in the shape of what is coming; they appear only after 200 ms. */
export function Skeleton(props: { readonly lines?: number; readonly label: string }): ReactNode {
  return (
    <div className="skeleton" role="status" aria-label={`Loading ${props.label}`}>
      {Array.from({ length: props.lines ?? 6 }, (_, index) => (
        <div key={index} className="skeleton-line" />
      ))}
    </div>
  );
}

/** Nothing here: what this place is for, and what to do. */
export function Empty(props: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly icon?: ReactNode;
}): ReactNode {
  return (
    <div className="empty">
      {props.icon !== undefined && <div className="empty-icon">{props.icon}</div>}
      <p className="empty-title">{props.title}</p>
      {props.children !== undefined && <div className="empty-text">{props.children}</div>}
      {props.action !== undefined && <div className="empty-action">{props.action}</div>}
    </div>
  );
}

/** What failed, where, what to do, and the code to quote. */
export function Failure(props: {
  readonly problem: Refusal;
  readonly retry?: () => void;
  readonly where: string;
}): ReactNode {
  const { problem } = props;
  return (
    <div className="failure" role="alert">
      <CircleAlert size={18} aria-hidden="true" className="failure-icon" />
      <div>
        <p className="failure-title">
          <Message text={problem.message} />
        </p>
        {problem.hint !== undefined && (
          <p className="failure-hint">
            <Message text={problem.hint} />
          </p>
        )}
        <p className="failure-code">
          {props.where} · code <code>{problem.code}</code>
        </p>
        {props.retry !== undefined && (
          <Button small onPress={props.retry}>
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}

/** A note in the flow of a screen. */
export function Callout(props: {
  readonly tone: 'neutral' | 'accent' | 'good' | 'warn' | 'bad';
  readonly title?: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}): ReactNode {
  const Icon = props.tone === 'warn' || props.tone === 'bad' ? TriangleAlert : Info;
  return (
    <div className={`callout callout-${props.tone}`}>
      <Icon size={16} aria-hidden="true" className="callout-icon" />
      <div className="callout-body">
        {props.title !== undefined && <p className="callout-title">{props.title}</p>}
        <div>{props.children}</div>
      </div>
      {props.action}
    </div>
  );
}
