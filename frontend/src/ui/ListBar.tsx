import { NativeSelect } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { stringifySearch } from '@/api/search';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';
import classes from './ListBar.module.css';

type Search = Record<string, unknown>;
type Views = { search: Search; label: string; views: [string, Search][] };

/** What is hidden from everybody else, for administrators. */
export const deletedView = (m: Messages): [string, Search] => [m.desk.hidden.view, { deleted: true }];

type Nothing = { title: string; about: string; action?: ReactNode };

/** What an empty list says; `usual` where it is not the list of what is deleted. */
export const nothingIn = (m: Messages, { deleted }: { deleted?: boolean }, usual: Nothing): Nothing =>
  deleted ? { title: m.desk.hidden.none, about: m.desk.hidden.noneAbout } : usual;

/** The lists people live in, one click away. They are nothing but filters of the list at this address. */
export function QuickViews({ search, label, views }: Views) {
  const { sort: _, cursor: __, ...filters } = search;
  const now = stringifySearch(filters);
  return (
    <nav aria-label={label} className={classes.views}>
      {views.map(([name, view]) => (
        <Link
          key={name}
          to="."
          search={view as never}
          activeOptions={{ exact: true, includeSearch: true }}
          data-now={stringifySearch(view) === now || undefined}
          className={classes.view}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}

/** Filters and order above a list. */
export function ListBar({ children }: { children: ReactNode }) {
  return <div className={classes.bar}>{children}</div>;
}

type Sort = { value: string; choices: { value: string; label: string }[]; onChange: (sort: string) => void };

export function SortSelect({ value, choices, onChange }: Sort) {
  const { m } = useI18n();
  return (
    <NativeSelect
      aria-label={m.desk.list.sort}
      size="xs"
      value={value}
      data={choices}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
