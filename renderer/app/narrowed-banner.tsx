import type { ReactNode } from 'react';
import { ROLE_WORDS } from '../ui/words.ts';
import { useSignedIn } from './session.tsx';

/** For somebody whose hospital account gives them less than their role in the workspace. */
export function NarrowedBanner(): ReactNode {
  const { session } = useSignedIn();
  if (session.narrowedFrom === undefined) return null;
  const role = ROLE_WORDS[session.narrowedFrom].toLowerCase();
  return (
    <div className="idle-bar" role="status" aria-label="What your hospital account allows">
      <span>
        <strong>You are here as viewer.</strong> In this workspace you are {role}, but your hospital account
        is in no group that stands for {role}. The IT department changes groups; then sign in again.
      </span>
    </div>
  );
}
