import { useCallback, useEffect, useRef, useState } from 'react';
import type { Refusal } from './bridge.ts';

const PAGE_ROWS = 200;
/** Pages kept in memory; those farthest from sight are forgotten first. */
const PAGES_KEPT = 24;

type PageAnswer<Row> =
  | { readonly ok: true; readonly value: { readonly total: number; readonly rows: readonly Row[] } }
  | ({ readonly ok: false } & Refusal);

/** Which rows to fetch; `fresh` for the first page of a new look at the list. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
  readonly fresh: boolean;
}

interface Pages<Row> {
  readonly key: string;
  readonly total: number | undefined;
  readonly pages: ReadonlyMap<number, readonly Row[]>;
  readonly problem: Refusal | undefined;
}

/** A long list of which the pages in sight are fetched. */
export interface PagedRows<Row> {
  readonly total: number | undefined;
  readonly problem: Refusal | undefined;
  readonly rowAt: (index: number) => Row | undefined;
  readonly onRange: (first: number, last: number) => void;
  readonly reload: () => void;
}

/** `fetch` must be stable for one `key`; another key starts afresh. */
export function usePages<Row>(key: string, fetch: (page: Page) => Promise<PageAnswer<Row>>): PagedRows<Row> {
  const [round, setRound] = useState(0);
  const wanted = `${round} ${key}`;
  const [state, setState] = useState<Pages<Row>>(() => blank(wanted));
  const current = state.key === wanted ? state : blank<Row>(wanted);
  const underWay = useRef(new Set<string>());

  const load = useCallback(
    (page: number, fresh = false) => {
      const ticket = `${wanted} ${page}`;
      if (underWay.current.has(ticket)) return;
      underWay.current.add(ticket);
      void fetch({ offset: page * PAGE_ROWS, limit: PAGE_ROWS, fresh }).then((answer) => {
        setState((last) => {
          const base = last.key === wanted ? last : blank<Row>(wanted);
          if (!answer.ok) return { ...base, problem: answer };
          const pages = new Map(base.pages).set(page, answer.value.rows);
          for (const old of farthest(pages.keys(), page)) {
            pages.delete(old);
            underWay.current.delete(`${wanted} ${old}`);
          }
          return { ...base, total: answer.value.total, pages, problem: undefined };
        });
      });
    },
    [wanted, fetch],
  );

  useEffect(() => {
    const tickets = underWay.current;
    load(0, true);
    return () => tickets.clear();
  }, [load]);

  const rowAt = useCallback(
    (index: number) => current.pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    [current],
  );
  const onRange = useCallback(
    (first: number, last: number) => {
      for (let page = Math.floor(first / PAGE_ROWS); page <= Math.floor(last / PAGE_ROWS); page += 1)
        load(page);
    },
    [load],
  );
  const reload = useCallback(() => setRound((last) => last + 1), []);
  return { total: current.total, problem: current.problem, rowAt, onRange, reload };
}

function blank<Row>(key: string): Pages<Row> {
  return { key, total: undefined, pages: new Map(), problem: undefined };
}

/** Page numbers beyond the ones kept, farthest from `page` first. */
function farthest(pages: Iterable<number>, page: number): readonly number[] {
  return [...pages].sort((a, b) => Math.abs(a - page) - Math.abs(b - page)).slice(PAGES_KEPT);
}
