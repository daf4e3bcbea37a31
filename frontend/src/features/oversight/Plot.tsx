import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import type { ChartProps } from './ChartPanel';

const COLOURS = ['var(--series-now)', 'var(--series-other)'];
const DASHES = [undefined, '6 4'];
/** Around the drawing, for the names of the axes and the upper half of the topmost label. */
const ROOM = { top: 8, right: 5, bottom: 30, left: 10 };

/** The drawing alone. The panel around it names it and has its numbers, so nothing in it takes the focus. */
export function Plot({ kind, x, y, points, series, measured, say }: ChartProps) {
  const values = { allowDecimals: measured ?? false, tickFormatter: String };
  const common = {
    h: 260,
    data: points.map(({ label, values: of }) => ({ label, ...of })),
    dataKey: 'label',
    valueFormatter: (value: number) => say(value),
    withLegend: series.length > 1,
    legendProps: { verticalAlign: 'top' as const, height: 36, itemSorter: null },
    tooltipAnimationDuration: 0,
    series: series.map(({ id, label }, at) => ({
      name: id,
      label,
      color: COLOURS[at] ?? '',
      strokeDasharray: DASHES[at],
    })),
  };
  const upright = {
    xAxisLabel: x,
    yAxisLabel: y,
    xAxisProps: { minTickGap: 28 },
    yAxisProps: { ...values, width: 48 },
  };
  const chart = { accessibilityLayer: false, margin: ROOM };
  if (kind === 'line') {
    return (
      <LineChart
        {...common}
        {...upright}
        curveType="linear"
        lineChartProps={chart}
        lineProps={{ isAnimationActive: false }}
        connectNulls={false}
        dotProps={{ r: 2.5 }}
      />
    );
  }
  const lying = { orientation: 'vertical' as const, xAxisLabel: y, xAxisProps: values, yAxisProps: { width: 96 } };
  return (
    <BarChart
      {...common}
      {...(kind === 'bars' ? lying : upright)}
      barChartProps={chart}
      barProps={{ isAnimationActive: false }}
    />
  );
}
