import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { RunId } from '../../../shared/domain/index.ts';
import type { CallView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { IconButton } from '../../ui/button.tsx';
import { Cell } from '../../ui/cells.tsx';
import { Failure, Skeleton } from '../../ui/states.tsx';

/** The exact prompt that went to the model, beside the raw cells that it speaks about. */
export function PromptDialog(props: {
  readonly run: RunId;
  readonly call: CallView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): ReactNode {
  return (
    <ModalOverlay
      className="overlay"
      isOpen={props.isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <Modal className="modal modal-wide">
        <Dialog className="dialog">
          <div className="prompt-head">
            <div>
              <Heading slot="title" className="prompt-title">
                What went to the model
              </Heading>
              <p className="caption soft">
                Raw cells stand here for you; the model saw only the prompt. Opening this is recorded.
              </p>
            </div>
            <IconButton label="Close" onPress={props.onClose}>
              <X size={16} aria-hidden="true" />
            </IconButton>
          </div>
          <PromptBody run={props.run} call={props.call} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function PromptBody(props: { readonly run: RunId; readonly call: CallView }): ReactNode {
  const prompt = useQuery('runs.getPrompt', { run: props.run, call: props.call.id });
  if (prompt.status === 'loading') return <Skeleton label="the prompt" lines={9} />;
  if (prompt.status === 'failed') {
    return (
      <div className="dialog-body">
        <Failure problem={prompt.problem} retry={prompt.reload} where="prompt of the call" />
      </div>
    );
  }
  const { prompt: text, answer, column, rawCells } = prompt.value;
  return (
    <div className="prompt-body" data-holds="patients">
      <section className="prompt-text" aria-label="Prompt and answer">
        <h3>Prompt</h3>
        <pre className="prose-box" tabIndex={0}>
          {text}
        </pre>
        <h3>Answer</h3>
        <pre className="prose-box" tabIndex={0}>
          {answer}
        </pre>
      </section>
      <section className="prompt-cells" aria-label="Raw cells">
        <h3>{column === undefined ? 'Raw cells' : <>Raw cells of {column}</>}</h3>
        {rawCells.length === 0 ? (
          <p className="soft small">This call speaks about no single column.</p>
        ) : (
          <ol className="raw-cells" tabIndex={0}>
            {rawCells.map((cell, index) => (
              <li key={index}>
                <Cell value={cell} />
              </li>
            ))}
          </ol>
        )}
      </section>
    </div>
  );
}
