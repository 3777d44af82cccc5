import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components';

type Variant = 'primary' | 'secondary' | 'quiet' | 'danger' | 'chosen';

/** A button; `danger` is for what cannot be taken back, `chosen` for a filter that is set. */
export function Button(
  props: Omit<ButtonProps, 'className' | 'children'> & {
    readonly variant?: Variant;
    readonly small?: boolean;
    readonly children: ReactNode;
  },
): ReactNode {
  const { variant = 'secondary', small = false, children, ...rest } = props;
  return (
    <AriaButton {...rest} className={`button button-${variant}${small ? ' button-small' : ''}`}>
      {children}
    </AriaButton>
  );
}

/** A button that shows only an icon; `label` says what it does. */
export function IconButton(
  props: Omit<ButtonProps, 'className' | 'children'> & {
    readonly label: string;
    readonly children: ReactNode;
  },
): ReactNode {
  const { label, children, ...rest } = props;
  return (
    <AriaButton {...rest} aria-label={label} className="icon-button">
      {children}
    </AriaButton>
  );
}
