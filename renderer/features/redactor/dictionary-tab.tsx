import { BookMarked } from 'lucide-react';
import type { ReactNode } from 'react';
import { useAction, useQuery } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { Panel } from '../../ui/layout.tsx';
import { Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Chip } from '../../ui/text.tsx';

/** Corrections of reviewers: what identifies somebody here, and what identifies nobody. */
export function DictionaryTab(): ReactNode {
  const dictionary = useQuery('phi.getDictionary', {});
  const remove = useAction('phi.removeFromDictionary');
  if (dictionary.status === 'loading') return <Skeleton label="the dictionary" />;
  if (dictionary.status === 'failed')
    return <Failure problem={dictionary.problem} retry={dictionary.reload} where="dictionary" />;
  const { identifiers, words } = dictionary.value;
  if (identifiers.length + words.length === 0)
    return (
      <Empty title="No corrections yet" icon={<BookMarked size={20} aria-hidden="true" />}>
        What reviewers mark as missed or as wrong comes here, and every redactor of this workspace uses it
        from then on.
      </Empty>
    );
  const drop = async (value: string): Promise<void> => {
    if ((await remove.run({ value })) !== undefined) dictionary.reload();
  };
  const button = (value: string): ReactNode => (
    <Button small isDisabled={remove.pending} onPress={() => void drop(value)} aria-label={`Remove ${value}`}>
      Remove
    </Button>
  );
  return (
    <div className="tab-page">
      {remove.problem !== undefined && <Failure problem={remove.problem} where="dictionary" />}
      <Panel title="Identifies somebody" note={plural(identifiers.length, 'value')} flush>
        <ul className="found-list">
          {identifiers.map(({ value, label }) => (
            <li key={value}>
              <Chip>{label}</Chip>
              <span className="strong clip">{value}</span>
              {button(value)}
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title="Identifies nobody" note={plural(words.length, 'word')} flush>
        <ul className="found-list">
          {words.map((word) => (
            <li key={word}>
              <Chip>stays</Chip>
              <span className="strong clip">{word}</span>
              {button(word)}
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}
