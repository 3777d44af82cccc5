import type { ReactNode } from 'react';
import { useAction } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/states.tsx';

/** Takes another model file into the workspace; its hash is pinned and checked before every load. */
export function AddModel(props: { readonly onAdded: (sha256: string) => void }): ReactNode {
  const pin = useAction('models.pin');
  const act = async (): Promise<void> => {
    const model = await pin.run({});
    if (model !== undefined && model !== null) props.onAdded(model.sha256);
  };
  return (
    <>
      <div>
        <Button small isDisabled={pin.pending} onPress={() => void act()}>
          {pin.pending ? 'Hashing the file' : 'Add a model file'}
        </Button>
      </div>
      {pin.problem !== undefined && <Failure problem={pin.problem} where="adding a model" />}
    </>
  );
}
