import { Kbd } from '@mantine/core';
import {
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
  type SpotlightProps,
} from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { LifeBuoy, type LucideIcon, Search } from 'lucide-react';
import { useState } from 'react';
import type { Me } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { type Action, useCurrentActions } from '@/ui/actions';
import { searchQueryState } from '@/ui/searchQuery';
import { maySee } from './home';
import { useFound } from './useFound';

/** More than a page has actions and the desk finds at once. */
const MOST = 60;
const NUMBER = /^tkt-?[0-9a-z]{8}$/i;
const sign = (Icon: LucideIcon) => <Icon size={18} aria-hidden />;

/** Every action of the page and the shell by name; what else is typed is looked for as a patient or a ticket. */
export function CommandPalette({ me }: { me: Me }) {
  const { m } = useI18n();
  const words = m.desk.palette;
  const [query, setQuery] = useState('');
  const actions = useCurrentActions().filter(({ hidden }) => !hidden);
  const mayFind = maySee(me, 'tickets');
  const found = useFound(query, mayFind);
  // Named by their place: what is found takes the place that Enter already means.
  const finds = [...found, ...useFinds(mayFind ? query.trim() : '')].map((row, place) => ({
    ...row,
    id: `find:${place}`,
  }));
  const group = (name: string, of: Action[]): SpotlightActionGroupData => ({ group: name, actions: of.map(toRow) });
  const isPage = ({ id }: Action) => id.startsWith('go:');
  const groups = [
    group(
      words.here,
      actions.filter((action) => !isPage(action)),
    ),
    group(words.goTo, actions.filter(isPage)),
    { group: words.find, actions: finds },
  ].filter((each) => each.actions.length > 0);

  return (
    <Spotlight
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      nothingFound={words.nothing}
      filter={fitting(words.find)}
      highlightQuery={false}
      limit={MOST}
      attributes={{ content: { 'aria-label': words.label } }}
      clearQueryOnClose
      transitionProps={{ duration: 0 }}
      searchProps={{ leftSection: sign(Search), placeholder: words.placeholder, 'aria-label': words.placeholder }}
    />
  );
}

/** Commands by their names; what is in the group of what was found keeps its order, the best first. */
function fitting(found: string): NonNullable<SpotlightProps['filter']> {
  return (typed, rows) => {
    const part = typed.trim().toLowerCase();
    const fits = ({ label }: SpotlightActionData) => label?.toLowerCase().includes(part) === true;
    return rows
      .map((row) => ('actions' in row && row.group !== found ? { ...row, actions: row.actions.filter(fits) } : row))
      .filter((row) => !('actions' in row) || row.actions.length > 0);
  };
}

function toRow({ id, label, icon, keys, run }: Action): SpotlightActionData {
  return {
    id,
    label,
    leftSection: sign(icon),
    rightSection: keys ? <Kbd aria-hidden>{keys.toUpperCase()}</Kbd> : undefined,
    onClick: run,
  };
}

function useFinds(query: string): SpotlightActionData[] {
  const { m } = useI18n();
  const navigate = useNavigate();
  if (query === '') return [];
  const rows: SpotlightActionData[] = [];
  if (NUMBER.test(query)) {
    const number = `TKT-${query.slice(-8).toUpperCase()}`;
    const run = () => navigate({ to: '/customer-care/tickets/$ticketId', params: { ticketId: number } });
    rows.push({
      id: 'find:ticket',
      label: m.desk.palette.openTicket(number),
      leftSection: sign(LifeBuoy),
      onClick: run,
    });
  }
  const search = () => navigate({ to: '/customer-care/customers', state: searchQueryState(query) });
  rows.push({
    id: 'find:customer',
    label: m.desk.palette.findCustomer(query),
    leftSection: sign(Search),
    onClick: search,
  });
  return rows;
}
