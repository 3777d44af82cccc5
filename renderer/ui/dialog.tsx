import { useEffect, useRef, type ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { Refusal } from '../api/bridge.ts';
import { Button } from './button.tsx';
import { Failure } from './states.tsx';

/** A question before an act: the consequence in words, Cancel as the default. */
export function ActDialog(props: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly act: string;
  readonly onAct: () => void;
  readonly danger?: boolean;
  readonly ready?: boolean;
  readonly pending?: boolean;
  readonly pendingText?: string;
  readonly problem?: Refusal | undefined;
  readonly cancel?: string;
  readonly children: ReactNode;
}): ReactNode {
  const pending = props.pending ?? false;
  const failure = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.problem !== undefined) failure.current?.scrollIntoView({ block: 'nearest' });
  }, [props.problem]);
  return (
    <ModalOverlay
      className="overlay"
      isOpen={props.isOpen}
      isDismissable={!pending}
      isKeyboardDismissDisabled={pending}
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <Modal className="modal">
        <AriaDialog className="dialog" role="dialog">
          <Heading slot="title" className="dialog-title">
            {props.title}
          </Heading>
          <div className="dialog-body">
            {props.children}
            {props.problem !== undefined && (
              <div ref={failure}>
                <Failure problem={props.problem} where={props.title} />
              </div>
            )}
          </div>
          <footer className="dialog-foot">
            <Button onPress={props.onClose} isDisabled={pending}>
              {props.cancel ?? 'Cancel'}
            </Button>
            <Button
              variant={props.danger === true ? 'danger' : 'primary'}
              isDisabled={pending || props.ready === false}
              onPress={props.onAct}
            >
              {pending ? (props.pendingText ?? 'Working') : props.act}
            </Button>
          </footer>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
