import type { ReactNode } from 'react';
import type { PolicyCheckView } from '../../../shared/ipc/index.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { Callout } from '../../ui/states.tsx';
import { Badge, Chip, Message } from '../../ui/text.tsx';
import { BEHAVIOURS } from '../../ui/words.ts';
import { SEVERITIES } from './policy-words.ts';

/** What a check proved: mistakes by line, then findings, each with a request that shows it. */
export function CheckResult(props: { readonly check: PolicyCheckView }): ReactNode {
  const { check } = props;
  return (
    <div className="stack">
      {check.ok ? (
        <Callout tone="good" title="Nothing keeps it from taking effect">
          {plural(check.rules, 'rule')}, proved over {formatCount(check.classes)} kinds of request.
        </Callout>
      ) : (
        <Callout tone="bad" title="It cannot take effect like this">
          The policy in effect stays in effect.
        </Callout>
      )}
      {check.problems.length > 0 && (
        <ul className="policy-list">
          {check.problems.map((problem, at) => (
            <li key={at}>
              <p className="small">
                <span className="mono caption faint">
                  {problem.file}
                  {problem.line > 0 && `:${problem.line}`}
                </span>{' '}
                <Message text={problem.message} />
              </p>
              {problem.hint !== undefined && (
                <p className="caption soft">
                  <Message text={problem.hint} />
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      {check.findings.length > 0 && (
        <ul className="policy-list">
          {check.findings.map((finding, at) => (
            <li key={at}>
              <p className="row small">
                <Badge tone={SEVERITIES[finding.severity].tone}>{SEVERITIES[finding.severity].text}</Badge>
                {finding.ruleId !== undefined && <Chip>{finding.ruleId}</Chip>}
                {finding.line > 0 && (
                  <span className="mono caption faint">
                    {finding.file}:{finding.line}
                  </span>
                )}
              </p>
              <p className="small">
                <Message text={finding.message} />
              </p>
              {finding.hint !== undefined && (
                <p className="caption soft">
                  <Message text={finding.hint} />
                </p>
              )}
              {finding.witness !== undefined && (
                <p className="caption soft">
                  For example: <Message text={finding.witness.inWords} />{' '}
                  {BEHAVIOURS[finding.witness.behaviour].text} by {finding.witness.ruleId}.
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
