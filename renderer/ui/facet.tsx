import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { DialogTrigger, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { Button } from './button.tsx';
import { formatCount } from './format.ts';

export interface FacetValue<Id extends string> {
  readonly id: Id;
  readonly text: string;
  /** How many rows have it; undefined while they are being counted. */
  readonly count: number | undefined;
}

/** Values of one property to filter by, each with how many rows have it. None chosen means every one. */
export function Facet<Id extends string>(props: {
  readonly label: string;
  readonly values: readonly FacetValue<Id>[];
  readonly chosen: readonly Id[];
  readonly onChange: (chosen: readonly Id[]) => void;
}): ReactNode {
  const { chosen, values } = props;
  const [only] = values.filter(({ id }) => chosen.includes(id));
  const said = chosen.length === 1 && only !== undefined ? only.text : `${chosen.length} of them`;
  return (
    <DialogTrigger>
      <Button small {...(chosen.length === 0 ? {} : { variant: 'chosen' as const })}>
        {props.label}
        {chosen.length > 0 && <span className="facet-said">{said}</span>}
        <ChevronDown size={12} aria-hidden="true" />
      </Button>
      <Popover className="popover" placement="bottom start" offset={4}>
        <ListBox
          className="list-box"
          aria-label={props.label}
          selectionMode="multiple"
          // Escape leaves the list; what was chosen stays.
          escapeKeyBehavior="none"
          items={values}
          selectedKeys={chosen}
          autoFocus
          renderEmptyState={() => <p className="facet-none">Nothing to choose from.</p>}
          onSelectionChange={(keys) => {
            props.onChange(values.map(({ id }) => id).filter((id) => keys === 'all' || keys.has(id)));
          }}
        >
          {(item) => (
            <ListBoxItem
              className="list-item"
              id={item.id}
              textValue={item.text}
              aria-label={`${item.text}, ${item.count === undefined ? 'counting' : formatCount(item.count)}`}
            >
              {({ isSelected }) => (
                <>
                  <span className="facet-mark">{isSelected && <Check size={14} aria-hidden="true" />}</span>
                  <span className="list-item-text">{item.text}</span>
                  <span className="facet-count">
                    {item.count === undefined ? '\u2026' : formatCount(item.count)}
                  </span>
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </DialogTrigger>
  );
}
