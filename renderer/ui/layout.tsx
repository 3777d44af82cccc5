import { X } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { IconButton } from './button.tsx';

/** One screen: its heading with what belongs to it, then its content. */
export function Screen(props: {
  readonly title: ReactNode;
  readonly above?: ReactNode;
  readonly meta?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Lists fill the height and scroll themselves; pages scroll as a whole. */
  readonly fill?: boolean;
  readonly drawer?: ReactNode;
}): ReactNode {
  return (
    <div className={props.drawer === undefined ? 'screen' : 'screen screen-with-drawer'}>
      <div className={props.fill === true ? 'screen-main screen-fill' : 'screen-main'}>
        <header className="screen-head">
          <div className="screen-titles">
            {props.above !== undefined && <div className="screen-above">{props.above}</div>}
            <h1>{props.title}</h1>
            {props.meta !== undefined && <div className="screen-meta">{props.meta}</div>}
          </div>
          {props.actions !== undefined && <div className="screen-actions">{props.actions}</div>}
        </header>
        <div className="screen-body">{props.children}</div>
      </div>
      {props.drawer}
    </div>
  );
}

/** The right-hand detail of a chosen row. Escape closes it and gives the focus back to the list. */
export function Drawer(props: {
  readonly title: ReactNode;
  readonly label: string;
  readonly meta?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { onClose } = props;
  const aside = useRef<HTMLElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      const inside = aside.current?.contains(document.activeElement) === true;
      onClose();
      if (inside) document.querySelector<HTMLElement>('[role="row"][aria-selected="true"]')?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onClose]);
  return (
    <aside className="drawer" aria-label={props.label} ref={aside} tabIndex={-1}>
      <header className="drawer-head">
        <div>
          <h2>{props.title}</h2>
          {props.meta !== undefined && <div className="drawer-meta">{props.meta}</div>}
        </div>
        <IconButton label="Close the detail" onPress={onClose}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </header>
      <div
        className="drawer-body"
        data-detail
        tabIndex={0}
        role="group"
        aria-label={`${props.label}, content`}
      >
        {props.children}
      </div>
    </aside>
  );
}

export function Panel(props: {
  readonly title?: ReactNode;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly flush?: boolean;
}): ReactNode {
  return (
    <section className={props.flush === true ? 'panel panel-flush' : 'panel'}>
      {props.title !== undefined && (
        <header className="panel-head">
          <div>
            <h2>{props.title}</h2>
            {props.note !== undefined && <p className="panel-note">{props.note}</p>}
          </div>
          {props.actions !== undefined && <div className="panel-actions">{props.actions}</div>}
        </header>
      )}
      <div className="panel-body">{props.children}</div>
    </section>
  );
}

/** Names and values, one under the other. */
export function Facts(props: {
  readonly rows: readonly (readonly [name: string, value: ReactNode] | undefined)[];
}): ReactNode {
  return (
    <dl className="facts">
      {props.rows.map((row) =>
        row === undefined ? null : (
          <div key={row[0]} className="facts-row">
            <dt>{row[0]}</dt>
            <dd>{row[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

export function Section(props: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section className="section">
      <h3>{props.title}</h3>
      {props.children}
    </section>
  );
}
