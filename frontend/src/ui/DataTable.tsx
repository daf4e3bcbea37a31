import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useI18n } from '@/i18n/I18n';
import classes from './DataTable.module.css';
import { Failure } from './Failure';
import type { ListState } from './listState';
import { problemText, RequestId } from './notify';
import { Rows } from './Rows';
import type { RowTools } from './rowTools';
import { usePatience } from './usePatience';

export type Column<Row> = {
  id: string;
  label: string;
  render: (row: Row) => ReactNode;
  /** Left out below this width of the window; the cards of a narrow one show everything. */
  from?: 'md' | 'lg';
  /** Named on a card too, where its value alone would say nothing. */
  named?: true;
  /** A number: it stands to the right, and on a card with its name. */
  figure?: boolean;
  /** Stands in the head in place of the name, such as the button that sorts by it. */
  head?: ReactNode;
  sorted?: 'ascending' | 'descending';
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
  /** What moved and is not shown yet: how much, and which of the rows have left. */
  changed?: { count: number; left: ReadonlySet<string>; show: () => void };
  /** A cursor, a choice and a menu for each row. */
  tools?: RowTools<Row>;
};

export function DataTable<Row>(props: Props<Row>) {
  const { state, label, empty, filteredEmpty, changed } = props;
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
                <div>
                  <Text size="sm">{problemText(m, state.stale.problem)}</Text>
                  <RequestId m={m} problem={state.stale.problem} />
                </div>
                <Button size="compact-sm" variant="default" onClick={state.stale.retry}>
                  {m.desk.list.retry}
                </Button>
              </Group>
            </Alert>
          )}
          <div className={classes.frame}>
            {changed && changed.count > 0 && (
              <Group data-screen-only className={classes.changed} justify="space-between">
                <Text size="sm">{m.desk.list.changed(changed.count)}</Text>
                <Button size="compact-sm" variant="light" onClick={changed.show}>
                  {m.desk.list.showChanged}
                </Button>
              </Group>
            )}
            <Rows
              label={label}
              rows={state.rows}
              rowKey={props.rowKey}
              columns={props.columns}
              tools={props.tools}
              left={changed?.left}
            />
          </div>
        </Stack>
      );
  }
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
