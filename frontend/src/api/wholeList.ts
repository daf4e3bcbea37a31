import type { PageInfo } from './generated/types.gen';

/** Above this nobody selects all rows of a list at once. */
const MOST_SELECTED = 1000;

/** How many rows a list has on all of its pages, and how to read them. */
export type WholeList<Row> = {
  /** The same for every page of the list. */
  key: string;
  /** 0 while that is not known, and where they are too many. */
  total: number;
  load: () => Promise<Row[]>;
};

/** A list by the answer to one of its pages. */
export function wholeList<Row>(
  key: string,
  page: PageInfo | undefined,
  read: (cursor?: string) => Promise<{ data: Row[]; page: PageInfo }>,
): WholeList<Row> {
  const load = async () => {
    const rows: Row[] = [];
    let cursor: string | undefined;
    do {
      const answer = await read(cursor);
      rows.push(...answer.data);
      cursor = answer.page.next_cursor ?? undefined;
    } while (cursor);
    return rows;
  };
  const total = page?.total ?? 0;
  return { key, total: total > MOST_SELECTED ? 0 : total, load };
}
