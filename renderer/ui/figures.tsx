import type { ReactNode } from 'react';
import { Meter as AriaMeter, ProgressBar as AriaProgressBar, Label } from 'react-aria-components';
import { formatCount } from './format.ts';

/** How far something is; without `share` the end is not known yet. */
export function Progress(props: {
  readonly label: string;
  readonly share: number | undefined;
  readonly text?: string;
  readonly hideLabel?: boolean;
}): ReactNode {
  const known = props.share !== undefined;
  return (
    <AriaProgressBar
      className="progress"
      isIndeterminate={!known}
      value={(props.share ?? 0) * 100}
      {...(props.hideLabel === true ? { 'aria-label': props.label } : {})}
      {...(props.text === undefined ? {} : { valueLabel: props.text })}
    >
      {({ percentage }) => (
        <>
          {props.hideLabel !== true && (
            <div className="progress-line">
              <Label>{props.label}</Label>
              {props.text !== undefined && <span className="figure">{props.text}</span>}
            </div>
          )}
          <div className="progress-track">
            <div
              className={known ? 'progress-fill' : 'progress-fill progress-fill-unknown'}
              style={known ? { width: `${percentage ?? 0}%` } : undefined}
            />
          </div>
        </>
      )}
    </AriaProgressBar>
  );
}

/** How much of a limit is used. */
export function Used(props: {
  readonly label: string;
  readonly used: number;
  readonly limit: number;
  readonly format?: (value: number) => string;
}): ReactNode {
  const format = props.format ?? formatCount;
  const text = `${format(props.used)} of ${format(props.limit)}`;
  const share = props.limit > 0 ? Math.min(1, props.used / props.limit) : 0;
  return (
    <AriaMeter className="used" value={share * 100} valueLabel={text}>
      <div className="progress-line">
        <Label>{props.label}</Label>
        <span className="figure">{text}</span>
      </div>
      <div className="progress-track progress-track-thin">
        <div
          className={share >= 0.9 ? 'progress-fill progress-fill-warn' : 'progress-fill'}
          style={{ width: `${share * 100}%` }}
        />
      </div>
    </AriaMeter>
  );
}

/** Counts as small bars; `label` says in words what the picture shows. */
export function Histogram(props: {
  readonly bins: readonly number[];
  readonly label: string;
  readonly large?: boolean;
}): ReactNode {
  const most = Math.max(1, ...props.bins);
  const width = 100 / Math.max(1, props.bins.length);
  return (
    <svg
      className={props.large === true ? 'histogram histogram-large' : 'histogram'}
      viewBox="0 0 100 32"
      preserveAspectRatio="none"
      role="img"
      aria-label={props.label}
    >
      {props.bins.map((count, index) => {
        const height = count === 0 ? 0 : Math.max(1, (count / most) * 32);
        return (
          <rect
            key={index}
            x={index * width + 0.6}
            y={32 - height}
            width={width - 1.2}
            height={height}
            rx={0.6}
          />
        );
      })}
    </svg>
  );
}

/** A share from 0 to 1 as a short bar beside its figure. */
export function ShareBar(props: {
  readonly share: number;
  readonly tone?: 'accent' | 'warn' | 'muted';
}): ReactNode {
  return (
    <span className="share-bar" aria-hidden="true">
      <span
        className={`share-fill share-fill-${props.tone ?? 'accent'}`}
        style={{ width: `${Math.min(100, Math.max(props.share * 100, props.share > 0 ? 3 : 0))}%` }}
      />
    </span>
  );
}

export function Stat(props: {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
}): ReactNode {
  return (
    <div className="stat">
      <div className="stat-label">{props.label}</div>
      <div className="stat-value">{props.value}</div>
      {props.note !== undefined && <div className="stat-note">{props.note}</div>}
    </div>
  );
}
