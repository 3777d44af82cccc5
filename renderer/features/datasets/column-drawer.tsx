import type { ReactNode } from 'react';
import type { ColumnInfo, Finding } from '../../../shared/domain/index.ts';
import { Histogram } from '../../ui/figures.tsx';
import { formatFigure, formatShare } from '../../ui/format.ts';
import { Drawer, Facts, Section } from '../../ui/layout.tsx';
import { Chip } from '../../ui/text.tsx';
import { classWord, FINDING_WORDS, LABEL_WORDS, TYPE_WORDS } from '../../ui/words.ts';
import { figuresOf, histogramText } from './column-figures.ts';

/** One column: how it is filled, what it holds, what was found. */
export function ColumnDrawer(props: {
  readonly column: ColumnInfo;
  readonly findings: readonly Finding[];
  readonly onClose: () => void;
}): ReactNode {
  const { column, findings } = props;
  const { identifier, numeric } = column.profile;
  return (
    <Drawer
      title={<span className="mono">{column.name}</span>}
      label={`Column ${column.name}`}
      onClose={props.onClose}
      meta={
        <>
          <span>{TYPE_WORDS[column.type]}</span>
          {column.labels.map((label) => (
            <Chip key={label} strong={label === 'direct_identifier' || label === 'patient_key'}>
              {LABEL_WORDS[label]}
            </Chip>
          ))}
        </>
      }
    >
      <Section title={numeric === undefined ? 'Most common values, rows each' : 'Distribution'}>
        <Histogram large bins={column.profile.histogram} label={histogramText(column)} />
        {numeric !== undefined && (
          <div className="row-apart caption faint">
            <span>{formatFigure(numeric.min)}</span>
            <span>{formatFigure(numeric.max)}</span>
          </div>
        )}
      </Section>
      <Section title="Figures, from every row">
        <Facts
          rows={[
            ['Header in the file', <code key="header">{column.header}</code>],
            ...figuresOf(column),
            identifier === undefined
              ? undefined
              : [
                  'Identifier',
                  `${formatShare(identifier.share)} of filled cells read as ${classWord(identifier.class)}`,
                ],
          ]}
        />
      </Section>
      <Section title="Findings">
        {findings.length === 0 ? (
          <p className="soft small">None.</p>
        ) : (
          <Facts rows={findings.map((finding) => [FINDING_WORDS[finding.kind], finding.detail])} />
        )}
      </Section>
    </Drawer>
  );
}
