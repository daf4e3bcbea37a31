import type { Metric, MetricKind, MetricResponse, TrendBucketResponse } from '@/api/generated/types.gen';
import type { Messages } from '@/i18n/messages';
import { type CsvValue, toCsv } from '@/ui/csv';
import type { Column } from '@/ui/DataTable';
import { chiefValue, figureOf } from './figures';
import { METRIC_GROUPS } from './reports';

// A table as a file: its columns and its rows in the order shown, with raw values. Times are ISO 8601 in UTC, durations seconds, shares 0 to 1.

export type SheetColumn<Row> = { label: string; value: (row: Row) => CsvValue };

/** A column that says what a file has of it: several where it shows several numbers. */
export type SheetedColumn<Row> = Column<Row> & { sheet: SheetColumn<Row>[] };

export type SheetedColumns<Row> = [SheetedColumn<Row>, ...SheetedColumn<Row>[]];

/** The columns of a file, from those of a table. */
export function sheetOf<Row>(columns: SheetedColumn<Row>[]): SheetColumn<Row>[] {
  return columns.flatMap(({ sheet }) => sheet);
}

export function csvOf<Row>(columns: SheetColumn<Row>[], rows: Row[]): string {
  return toCsv(
    columns.map(({ label }) => label),
    rows.map((row) => columns.map(({ value }) => value(row))),
  );
}

/** A label with the unit of what stands below it. */
export function withUnit(m: Messages, label: string, kind: MetricKind): string {
  const unit = m.oversight.units[kind];
  return unit === '' ? label : `${label} (${unit})`;
}

/** What a file has of a figure in each row. */
export function figureSheet<Row>(
  m: Messages,
  metric: Metric,
  label: string,
  rows: Row[],
  figures: (row: Row) => MetricResponse[],
): SheetColumn<Row>[] {
  const of = (row: Row) => figureOf(figures(row), metric);
  const kind = rows.map(of).find((figure) => figure !== undefined)?.kind ?? 'count';
  const value = (row: Row) => {
    const figure = of(row);
    return figure && chiefValue(figure.kind, figure);
  };
  return [{ label: withUnit(m, label, kind), value }];
}

/** Days of a trend as ISO 8601: one day, or an interval. */
export const daysOf = ({ from, to }: TrendBucketResponse) => (from === to ? from : `${from}/${to}`);

type Card = { group: keyof typeof METRIC_GROUPS; figure: MetricResponse };

const chief = (figure: MetricResponse | undefined) => figure && chiefValue(figure.kind, figure);

/** The cards of a report as a table, a line each; `team` beside those of one colleague. */
export function figuresSheet(m: Messages, figures: MetricResponse[], team?: MetricResponse[]): string {
  const words = m.oversight;
  const { sheet, units } = words;
  const groups = Object.keys(METRIC_GROUPS) as Card['group'][];
  const cards = groups.flatMap((group) =>
    METRIC_GROUPS[group].flatMap((metric): Card[] => {
      const figure = figureOf(figures, metric);
      return figure ? [{ group, figure }] : [];
    }),
  );
  const columns: SheetColumn<Card>[] = [
    { label: sheet.group, value: ({ group }) => words.groups[group] },
    { label: sheet.figure, value: ({ figure }) => words.metrics[figure.metric] },
    { label: sheet.unit, value: ({ figure }) => units[figure.kind] || sheet.number },
    { label: sheet.value, value: ({ figure }) => chief(figure) },
    { label: sheet.numerator, value: ({ figure: { kind, numerator } }) => (kind === 'rate' ? numerator : null) },
    { label: sheet.of, value: ({ figure: { kind, denominator, n } }) => (kind === 'duration' ? n : denominator) },
    { label: sheet.mean, value: ({ figure: { kind, value } }) => (kind === 'duration' ? value : null) },
    { label: sheet.p90, value: ({ figure: { p90 } }) => p90 },
    {
      label: words.charts.before,
      value: ({ figure: { kind, before } }) => before && chiefValue(kind, before),
    },
  ];
  const ofTeam = team && { label: words.team, value: ({ figure }: Card) => chief(figureOf(team, figure.metric)) };
  return csvOf(ofTeam ? [...columns, ofTeam] : columns, cards);
}
