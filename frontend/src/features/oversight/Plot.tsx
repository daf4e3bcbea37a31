import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import type { ChartProps } from './ChartPanel';

const COLOURS = ['var(--series-now)', 'var(--series-other)'];
const FEW = 6;
/** Around the drawing, for the names of the axes and the upper half of the topmost label. */
const ROOM = { top: 8, right: 5, bottom: 30, left: 10 };
const DASHES = [undefined, '6 4'];

/** The drawing alone. The panel around it names it and has its numbers, so nothing in it takes the focus. */
export function Plot({ kind, x, y, points, series, measured, say }: ChartProps) {
  const data = points.map(({ label, values }) => ({ label, ...values }));
  const common = {
    h: 260,
    data,
    dataKey: 'label',
    xAxisLabel: x,
    yAxisLabel: y,
    valueFormatter: (value: number) => say(value),
    withLegend: series.length > 1,
    legendProps: { verticalAlign: 'top' as const, height: 36, itemSorter: null },
    tooltipAnimationDuration: 0,
    // Bars that are few are all named.
    xAxisProps: kind === 'bar' && points.length <= FEW ? { interval: 0 } : { minTickGap: 28 },
    yAxisProps: { allowDecimals: measured, width: 48, tickFormatter: (value: number) => String(value) },
  };
  if (kind === 'bar') {
    return (
      <BarChart
        {...common}
        barChartProps={{ accessibilityLayer: false, margin: ROOM }}
        barProps={{ isAnimationActive: false }}
        series={series.map(({ id, label }, at) => ({ name: id, label, color: COLOURS[at] ?? '' }))}
      />
    );
  }
  return (
    <LineChart
      {...common}
      curveType="linear"
      lineChartProps={{ accessibilityLayer: false, margin: ROOM }}
      lineProps={{ isAnimationActive: false }}
      connectNulls={false}
      dotProps={{ r: 2.5 }}
      series={series.map(({ id, label }, at) => ({
        name: id,
        label,
        color: COLOURS[at] ?? '',
        strokeDasharray: DASHES[at],
      }))}
    />
  );
}
