import { Stack } from '@mantine/core';
import type { CategoryMetrics, Metric } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { ChartPanel } from './ChartPanel';
import { FigureCell } from './FigureCell';
import { figureOf, sayValue } from './figures';
import { ReportTable } from './ReportTable';
import type { Scope } from './reports';
import { riseColumns } from './rise';
import { csvOf, figureSheet, type SheetedColumns } from './sheet';

const SHOWN = [
  { metric: 'tickets_resolved', from: 'md' },
  { metric: 'first_response_time', from: 'lg' },
  { metric: 'resolution_time', from: 'md' },
  { metric: 'reopen_rate', from: 'lg' },
  { metric: 'first_contact_resolution', from: 'lg' },
  { metric: 'escalation_rate', from: undefined },
  { metric: 'repeat_contact_rate', from: undefined },
] as const satisfies readonly { metric: Metric; from: 'md' | 'lg' | undefined }[];

/** The four categories side by side. */
export function Categories({ categories, scope }: { categories: CategoryMetrics[]; scope: Scope }) {
  const { m, f } = useI18n();
  const words = m.oversight;
  const names = m.tickets.categories;
  const of = ({ category }: CategoryMetrics) => ({ ...scope, category });
  const columns: SheetedColumns<CategoryMetrics> = [
    {
      id: 'category',
      label: words.categories.column,
      render: ({ category }) => <b>{names[category]}</b>,
      sheet: [{ label: words.categories.column, value: ({ category }) => names[category] }],
    },
    ...riseColumns<CategoryMetrics>(m, f, categories, of),
    ...SHOWN.map(({ metric, from }) => ({
      id: metric,
      label: words.metrics[metric],
      from,
      figure: true,
      render: (row: CategoryMetrics) => <FigureCell figure={figureOf(row.figures, metric)} scope={of(row)} />,
      sheet: figureSheet(m, metric, words.metrics[metric], categories, ({ figures }: CategoryMetrics) => figures),
    })),
  ];
  const opened = ({ figures }: CategoryMetrics) => figureOf(figures, 'tickets_opened');
  const drawn = [
    { label: words.categories.column, value: ({ category }: CategoryMetrics) => names[category] },
    { label: words.charts.now, value: (row: CategoryMetrics) => opened(row)?.value },
    { label: words.charts.before, value: (row: CategoryMetrics) => opened(row)?.before?.value },
  ];
  const nothing = { title: words.nothing, about: words.nothingAbout };
  return (
    <Stack gap="md">
      <ReportTable
        title={words.categories.title}
        name="frequent-issues-categories"
        period={scope.period}
        rows={categories}
        rowKey={({ category }) => category}
        columns={columns}
        empty={nothing}
      />
      <ChartPanel
        kind="bars"
        title={words.charts.categories}
        x={words.categories.column}
        y={words.charts.tickets}
        points={categories.map((row) => ({
          label: names[row.category],
          values: { now: opened(row)?.value ?? null, before: opened(row)?.before?.value ?? null },
        }))}
        series={[
          { id: 'now', label: words.charts.now },
          { id: 'before', label: words.charts.before },
        ]}
        say={(value) => sayValue(m, f, 'count', value)}
        name="frequent-issues-chart"
        period={scope.period}
        csv={() => csvOf(drawn, categories)}
      />
    </Stack>
  );
}
