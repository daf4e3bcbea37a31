import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useId } from 'react';
import { useI18n } from '@/i18n/I18n';
import classes from './DataTable.module.css';
import { Failure } from './Failure';
import type { ListState } from './listState';
import { problemText } from './notify';
import { usePatience } from './usePatience';
import { usePreference } from './usePreference';

export type Column<Row> = {
  id: string;
  label: string;
  render: (row: Row) => ReactNode;
  /** Left out below this width of the window; the cards of a narrow one show everything. */
  from?: 'md' | 'lg';
};

type Words = { title: string; about: string; action?: ReactNode };

type Props<Row> = {
  label: string;
  state: ListState<Row>;
  rowKey: (row: Row) => string;
  /** The first column holds the link that opens the row. */
  columns: [Column<Row>, ...Column<Row>[]];
  empty: Words;
  filteredEmpty: Words;
  changed?: { count: number; show: () => void };
};

export function DataTable<Row>(props: Props<Row>) {
  const { state, label, empty, filteredEmpty } = props;
  const { m } = useI18n();
  const patient = usePatience(state.phase === 'loading');
  if (patient) return <Placeholder />;
  switch (state.phase) {
    case 'loading':
      return <div className={classes.room} />;
    case 'failed':
      return <Failure title={m.desk.list.failed} problem={state.problem} retry={state.retry} />;
    case 'empty':
      return <Nothing words={empty} />;
    case 'filteredEmpty': {
      const clear = (
        <Button variant="default" onClick={state.clear}>
          {m.desk.list.clear}
        </Button>
      );
      return <Nothing words={{ action: clear, ...filteredEmpty }} />;
    }
    case 'rows':
      return (
        <Stack gap="xs">
          {state.stale && (
            <Alert color="orange" variant="default" p="xs">
              <Group justify="space-between">
                <Text size="sm">{problemText(m, state.stale.problem)}</Text>
                <Button size="compact-sm" variant="default" onClick={state.stale.retry}>
                  {m.desk.list.retry}
                </Button>
              </Group>
            </Alert>
          )}
          <Rows {...props} label={label} rows={state.rows} />
        </Stack>
      );
  }
}

function Rows<Row>({ label, rows, rowKey, columns, changed }: Props<Row> & { rows: Row[] }) {
  const { m } = useI18n();
  const [density] = usePreference('density');
  const narrow = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const id = useId();
  return (
    <div className={classes.frame}>
      {changed && changed.count > 0 && (
        <Group className={classes.changed} justify="space-between">
          <Text size="sm">{m.desk.list.changed(changed.count)}</Text>
          <Button size="compact-sm" variant="light" onClick={changed.show}>
            {m.desk.list.showChanged}
          </Button>
        </Group>
      )}
      {narrow ? (
        <ul className={classes.cards} aria-label={label}>
          {rows.map((row) => (
            <li key={rowKey(row)} className={classes.card}>
              {columns.map((column, index) => (
                <div key={column.id} data-first={index === 0 || undefined}>
                  {column.render(row)}
                </div>
              ))}
            </li>
          ))}
        </ul>
      ) : (
        <table className={classes.table} data-density={density} aria-labelledby={id}>
          <caption id={id} className={classes.caption}>
            {label}
          </caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.id} scope="col" data-from={column.from}>
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={rowKey(row)}>
                {columns.map((column) => (
                  <td key={column.id} data-from={column.from}>
                    {column.render(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

const PLACES = ['a', 'b', 'c', 'd', 'e', 'f'];

function Placeholder() {
  const { m } = useI18n();
  return (
    <Stack gap="sm" p="md" className={classes.frame} aria-busy="true" aria-label={m.desk.list.loading} role="group">
      {PLACES.map((place) => (
        <Skeleton key={place} h={28} />
      ))}
    </Stack>
  );
}

function Nothing({ words }: { words: Words }) {
  return (
    <Stack align="center" gap="xs" className={classes.nothing}>
      <Text fw={600}>{words.title}</Text>
      <Text c="dimmed" size="sm" ta="center">
        {words.about}
      </Text>
      {words.action}
    </Stack>
  );
}
