import { useLocation } from '@tanstack/react-router';
import { CheckSquare, SquareArrowOutUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { WholeList } from '@/api/wholeList';
import { ActionMenu } from './ActionMenu';
import { type Action, useActions } from './actions';
import { moveCursor, type RowTools, useRowCursor } from './rowTools';
import { SelectionBar } from './SelectionBar';
import { useSelectAll } from './useSelectAll';

type Given<Row> = {
  rows: Row[];
  /** The list that the rows are a page of, where all of it can be selected. */
  whole?: WholeList<Row>;
  keyOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  open: (row: Row) => void;
  /** What the row allows: the same list as on its own page. */
  actionsOf: (row: Row) => Action[];
  /** The actions that may be done to several rows at once, where each of them allows it. */
  several: Record<string, (rows: Row[]) => void>;
  words: { open: string; select: string; menu: (name: string) => string };
};

type Made<Row> = {
  tools: RowTools<Row>;
  bar: ReactNode;
  clear: () => void;
  /** Once the selection has been acted on: of the other pages nothing stays selected. */
  release: () => void;
};

/** A cursor, keys, a menu and a choice of several for the rows of a list; the keys mean the row where the focus was last. */
export function useRowTools<Row>(given: Given<Row>): Made<Row> {
  const { rows, whole, keyOf, nameOf, open, actionsOf, several, words } = given;
  const all = useLocation({ select: ({ state }) => state.chooseAll === true });
  const keys = rows.map(keyOf);
  const more = whole !== undefined && whole.total > rows.length;
  const selecting = useSelectAll(whole, all && more, (read) => cursor.choose(read.map(keyOf)));
  const others = selecting.read.filter((row) => !keys.includes(keyOf(row)));
  const cursor = useRowCursor(keys, others.map(keyOf), all);
  const chosen = [...rows, ...others].filter((row) => cursor.chosen.has(keyOf(row)));
  const together = Object.entries(several).flatMap(([id, run]): Action[] => {
    const each = chosen.map((row) => actionsOf(row).find((action) => action.id === id));
    const [first] = each;
    return first && each.every(Boolean) ? [{ ...first, run: () => run(chosen) }] : [];
  });
  const keysOf = (row: Row | undefined): Action[] => {
    if (!row) return [];
    return [
      { id: 'row:open', label: words.open, icon: SquareArrowOutUpRight, keys: 'enter', run: () => open(row) },
      { id: 'row:select', label: words.select, icon: CheckSquare, keys: 'x', run: () => cursor.onChoose(keyOf(row)) },
      // With rows chosen, the keys mean all of them.
      ...actionsOf(row).map((action) => together.find(({ id }) => id === action.id) ?? action),
    ];
  };
  const under = rows.find((row) => keyOf(row) === cursor.cursor);
  // Before there is a cursor the keys are known to the help sheet, and only bring the cursor.
  const hints = keysOf(under ? undefined : rows[0])
    .filter(({ keys }) => keys !== undefined)
    .map((action) => ({ ...action, hidden: true, run: () => moveCursor(1) }));
  useActions([...keysOf(under), ...hints]);

  const menu = (row: Row) => <ActionMenu actions={actionsOf(row)} label={words.menu(nameOf(row))} size={30} quiet />;
  return {
    tools: { ...cursor, nameOf, menu },
    bar: (
      <SelectionBar
        count={chosen.length}
        actions={together}
        all={whole && whole.total > chosen.length ? { total: whole.total, ...selecting } : undefined}
        onClear={cursor.clear}
      />
    ),
    clear: cursor.clear,
    release: selecting.forget,
  };
}
