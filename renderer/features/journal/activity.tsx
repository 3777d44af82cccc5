import { useState, type ReactNode } from 'react';
import { Label, Slider, SliderThumb, SliderTrack } from 'react-aria-components';
import type { EntryCountsView } from '../../../shared/ipc/index.ts';
import { Button } from '../../ui/button.tsx';
import { formatDuration, formatTime, plural } from '../../ui/format.ts';

type Histogram = EntryCountsView['histogram'];

/**
 * Entries over time, as bars; two thumbs under them choose a span, by pointer or arrow keys. What is
 * chosen becomes the filter when a thumb is let go.
 */
export function Activity(props: {
  readonly histogram: Histogram | undefined;
  readonly complete: boolean;
  readonly nowMs: number;
  readonly filtered: boolean;
  readonly onChoose: (span: { readonly fromMs: number; readonly toMs: number }) => void;
  readonly onAll: () => void;
}): ReactNode {
  const { histogram, nowMs } = props;
  return (
    <div className="activity" aria-busy={!props.complete}>
      {histogram === undefined ? (
        <div className="activity-coming" />
      ) : (
        <Bars
          // Another span begins with both thumbs at its ends.
          key={`${histogram.fromMs} ${histogram.binMs} ${histogram.bins.length}`}
          histogram={histogram}
          nowMs={nowMs}
          onChoose={props.onChoose}
        />
      )}
      <div className="activity-foot">
        {histogram !== undefined && (
          <>
            <span className="figure">{formatTime(histogram.fromMs, nowMs)}</span>
            <span>{formatLength(histogram.binMs)} a bar</span>
            <span className="figure">{formatTime(endOf(histogram), nowMs)}</span>
          </>
        )}
        {props.filtered && (
          <Button small variant="quiet" onPress={props.onAll}>
            All times
          </Button>
        )}
      </div>
    </div>
  );
}

function Bars(props: {
  readonly histogram: Histogram;
  readonly nowMs: number;
  readonly onChoose: (span: { readonly fromMs: number; readonly toMs: number }) => void;
}): ReactNode {
  const { histogram, nowMs } = props;
  const { fromMs, binMs, bins } = histogram;
  const last = bins.length;
  const [span, setSpan] = useState<readonly number[]>([0, last]);
  const [from = 0, to = last] = span;
  const most = Math.max(1, ...bins);
  const width = 100 / Math.max(1, last);
  const said = (bin: number): string => formatTime(fromMs + bin * binMs, nowMs);
  return (
    <Slider
      className="activity-slider"
      value={[...span]}
      minValue={0}
      maxValue={last}
      onChange={(value) => {
        if (Array.isArray(value)) setSpan(value);
      }}
      onChangeEnd={(value) => {
        const [first = 0, end = last] = Array.isArray(value) ? value : [0, last];
        if (end > first && (first > 0 || end < last))
          props.onChoose({ fromMs: fromMs + first * binMs, toMs: fromMs + end * binMs });
        else setSpan([0, last]);
      }}
    >
      <Label className="unseen">Span of time</Label>
      <svg
        className="activity-bars"
        viewBox="0 0 100 32"
        preserveAspectRatio="none"
        role="img"
        aria-label={describe(histogram, nowMs)}
      >
        {bins.map((count, bin) => {
          const height = count === 0 ? 0 : Math.max(1, (count / most) * 32);
          return (
            <rect
              key={bin}
              className={bin >= from && bin < to ? 'activity-bar' : 'activity-bar activity-bar-out'}
              x={bin * width + width * 0.1}
              y={32 - height}
              width={width * 0.8}
              height={height}
            />
          );
        })}
      </svg>
      <SliderTrack className="activity-track">
        <SliderThumb index={0} className="activity-thumb" aria-label="From" aria-valuetext={said(from)} />
        <SliderThumb index={1} className="activity-thumb" aria-label="Until" aria-valuetext={said(to)} />
      </SliderTrack>
    </Slider>
  );
}

function endOf({ fromMs, binMs, bins }: Histogram): number {
  return fromMs + binMs * bins.length;
}

function describe(histogram: Histogram, nowMs: number): string {
  const { bins } = histogram;
  const most = Math.max(...bins);
  const busiest = bins.indexOf(most);
  const total = bins.reduce((sum, count) => sum + count, 0);
  const when = formatTime(histogram.fromMs + busiest * histogram.binMs, nowMs);
  return `${plural(total, 'entry', 'entries')} over time, most of them (${most}) at ${when}`;
}

const DAY_MS = 86_400_000;

function formatLength(ms: number): string {
  if (ms >= DAY_MS) return plural(Math.round(ms / DAY_MS), 'day');
  if (ms >= 3_600_000) return plural(Math.round(ms / 3_600_000), 'hour');
  if (ms >= 60_000) return plural(Math.round(ms / 60_000), 'minute');
  return ms >= 1000 ? plural(Math.round(ms / 1000), 'second') : formatDuration(ms);
}
