import type { ReactNode } from 'react';

/** The mark: three agents inside one boundary. */
export function Mark(props: { readonly size: number }): ReactNode {
  return (
    <svg width={props.size} height={props.size} viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <path
        d="M10 1.6 17.3 5.8v8.4L10 18.4 2.7 14.2V5.8Z"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      <path d="M10 6.6 6.9 12h6.2Z" stroke="currentColor" strokeWidth="1.1" strokeLinejoin="round" />
      <circle cx="10" cy="6.6" r="1.7" fill="currentColor" />
      <circle cx="6.9" cy="12" r="1.7" fill="currentColor" />
      <circle cx="13.1" cy="12" r="1.7" fill="currentColor" />
    </svg>
  );
}
