import { useLocation } from '@tanstack/react-router';
import { CheckSquare, SquareArrowOutUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { ActionMenu } from './ActionMenu';
import { type Action, useActions } from './actions';
import { moveCursor, type RowTools, useRowCursor } from './rowTools';
import { SelectionBar } from './SelectionBar';

type Given<Row> = {
  rows: Row[];
  keyOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  open: (row: Row) => void;
  /** What the row allows: the same list as on its own page. */
  actionsOf: (row: Row) => Action[];
  /** The actions that may be done to several rows at once, where each of them allows it. */
  several: Record<string, (rows: Row[]) => void>;
  words: { open: string; select: string; menu: (name: string) => string };
};

type Made<Row> = { tools: RowTools<Row>; bar: ReactNode; clear: () => void };

/** A cursor, keys, a menu and a choice of several for the rows of a list; the keys mean the row where the focus was last. */
export function useRowTools<Row>(given: Given<Row>): Made<Row> {
  const { rows, keyOf, nameOf, open, actionsOf, several, words } = given;
  const all = useLocation({ select: ({ state }) => state.chooseAll === true });
  const cursor = useRowCursor(rows.map(keyOf), all);
  const chosen = rows.filter((row) => cursor.chosen.has(keyOf(row)));
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
    bar: <SelectionBar count={chosen.length} actions={together} onClear={cursor.clear} />,
    clear: cursor.clear,
  };
}
