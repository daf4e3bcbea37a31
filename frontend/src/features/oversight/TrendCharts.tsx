import type { Metric, ReportPeriod, TrendBucketResponse } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { ChartPanel, type Point } from './ChartPanel';
import { chiefValue, figureOf, sayValue } from './figures';
import classes from './Oversight.module.css';
import { csvOf, daysOf, withUnit } from './sheet';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How a period went, part by part. */
export function TrendCharts({
  trend,
  name,
  period,
}: {
  trend: TrendBucketResponse[];
  name: string;
  period: ReportPeriod;
}) {
  const { m, f } = useI18n();
  const words = m.oversight.charts;
  const days = ({ from, to }: TrendBucketResponse) => m.oversight.days(f.dayOfYear(from), f.dayOfYear(to));
  const points = (values: (part: TrendBucketResponse) => Point['values']) =>
    trend.map((part) => ({ label: days(part), values: values(part) }));
  const of = ({ figures }: TrendBucketResponse, metric: Metric) => {
    const figure = figureOf(figures, metric);
    return figure ? chiefValue(figure.kind, figure) : null;
  };
  const count = (value: number | null) => sayValue(m, f, 'count', value);
  const responses = trend.map((part) => of(part, 'first_response_time'));
  // In minutes as long as none takes longer than a few hours.
  const unit = Math.max(...responses.map((seconds) => seconds ?? 0)) < 4 * HOUR ? MINUTE : HOUR;
  const told = (value: number | null) => sayValue(m, f, 'duration', value === null ? null : value * unit);
  const inUnits = (seconds: number | null) => (seconds === null ? null : seconds / unit);
  const files = (...columns: [label: string, value: (part: TrendBucketResponse) => number | null][]) => {
    const all = [{ label: words.days, value: daysOf }, ...columns.map(([label, value]) => ({ label, value }))];
    return { name: `${name}-trend`, period, csv: () => csvOf<TrendBucketResponse>(all, trend) };
  };
  const ofTeam = trend.some(({ backlog }) => backlog !== null);
  return (
    <div className={classes.charts}>
      <ChartPanel
        kind="line"
        title={words.flow}
        x={words.days}
        y={words.tickets}
        points={points((part) => ({ opened: of(part, 'tickets_opened'), resolved: of(part, 'tickets_resolved') }))}
        series={[
          { id: 'opened', label: words.opened },
          { id: 'resolved', label: words.resolved },
        ]}
        say={count}
        {...files(
          [words.opened, (part) => of(part, 'tickets_opened')],
          [words.resolved, (part) => of(part, 'tickets_resolved')],
        )}
      />
      {ofTeam ? (
        <ChartPanel
          kind="line"
          title={words.backlog}
          x={words.days}
          y={words.tickets}
          points={points(({ backlog }) => ({ backlog }))}
          series={[{ id: 'backlog', label: words.unresolved }]}
          say={count}
          {...files([words.unresolved, ({ backlog }) => backlog])}
        />
      ) : (
        <ChartPanel
          kind="columns"
          title={words.handled}
          x={words.days}
          y={words.interactions}
          points={points((part) => ({ handled: of(part, 'interactions_handled') }))}
          series={[{ id: 'handled', label: words.interactions }]}
          say={count}
          {...files([words.interactions, (part) => of(part, 'interactions_handled')])}
        />
      )}
      <ChartPanel
        kind="line"
        title={words.response}
        x={words.days}
        y={unit === MINUTE ? words.minutes : words.hours}
        points={points((part) => ({ median: inUnits(of(part, 'first_response_time')) }))}
        series={[{ id: 'median', label: words.median }]}
        measured
        say={told}
        {...files([withUnit(m, words.median, 'duration'), (part) => of(part, 'first_response_time')])}
      />
    </div>
  );
}
