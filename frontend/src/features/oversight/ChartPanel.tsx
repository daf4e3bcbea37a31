import { Button, Group, Skeleton, Text } from '@mantine/core';
import { ChartLine, Table2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { ReportPeriod } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { type Column, DataTable } from '@/ui/DataTable';
import { Panel } from '@/ui/Panel';
import { CsvButton } from './CsvButton';
import classes from './Oversight.module.css';

// Drawing weighs more than a page: it is fetched where something is drawn.
const Plot = lazy(() => import('./Plot').then((it) => ({ default: it.Plot })));

export type Point = { label: string; values: Record<string, number | null> };
export type Series = { id: string; label: string };

export type ChartProps = {
  /** Columns stand side by side in time; bars lie one below another, and each is named. */
  kind: 'line' | 'columns' | 'bars';
  title: string;
  /** What the axes show, with the unit. */
  x: string;
  y: string;
  points: Point[];
  /** The first stands out; two at most. */
  series: [Series] | [Series, Series];
  /** Values are measured, not counted: nought is one of them, and so are parts of one. */
  measured?: boolean;
  /** A value with its unit, for the table and on hover. */
  say: (value: number | null) => string;
  /** The table as a file, and what that is called. */
  name: string;
  period: ReportPeriod | undefined;
  csv: () => string;
};

/** A chart with its title, and the same numbers as a table. */
export function ChartPanel(props: ChartProps) {
  const { title, points, series, measured, name, period, csv } = props;
  const { m } = useI18n();
  const words = m.oversight.charts;
  const [table, setTable] = useState(false);
  const anything = points.some(({ values }) =>
    series.some(({ id }) => (measured ? values[id] != null : Boolean(values[id]))),
  );
  const toggle = (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={table ? <ChartLine size={14} aria-hidden /> : <Table2 size={14} aria-hidden />}
      aria-label={`${title}: ${table ? words.chart : words.table}`}
      onClick={() => setTable(!table)}
      data-screen-only
    >
      {table ? words.chart : words.table}
    </Button>
  );
  if (!anything) {
    return (
      <Panel title={title}>
        <Text size="sm" c="dimmed">
          {words.nothing}
        </Text>
      </Panel>
    );
  }
  return (
    <Panel
      title={title}
      side={
        <Group gap="xs">
          {table && <CsvButton name={name} period={period} table={title} csv={csv} />}
          {toggle}
        </Group>
      }
    >
      {table ? (
        <Numbers {...props} />
      ) : (
        <div className={classes.plot} role="img" aria-label={`${title}: ${props.y}, ${props.x}`}>
          <Suspense fallback={<Skeleton h={240} />}>
            <Plot {...props} />
          </Suspense>
        </div>
      )}
    </Panel>
  );
}

function Numbers({ title, x, points, series, say }: ChartProps) {
  const columns: [Column<Point>, ...Column<Point>[]] = [
    { id: 'x', label: x, render: ({ label }) => label },
    ...series.map(({ id, label }) => ({
      id,
      label,
      figure: true,
      render: ({ values }: Point) => say(values[id] ?? null),
    })),
  ];
  const nothing = { title: '', about: '' };
  return (
    <DataTable
      label={title}
      state={{ phase: 'rows', rows: points }}
      rowKey={({ label }) => label}
      columns={columns}
      empty={nothing}
      filteredEmpty={nothing}
    />
  );
}
