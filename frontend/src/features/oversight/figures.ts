import type { Metric, MetricKind, MetricResponse, MetricValueResponse } from '@/api/generated/types.gen';
import type { Formats } from '@/i18n/format';
import type { Messages } from '@/i18n/messages';
import { lasted } from '@/ui/Elapsed';

// How figures are told. Of durations the median stands for all, since a few nights in between drag the mean; the mean stands beside it.

export function figureOf(figures: MetricResponse[], metric: Metric): MetricResponse | undefined {
  return figures.find((figure) => figure.metric === metric);
}

export function chiefValue(kind: MetricKind, { value, median }: MetricValueResponse): number | null {
  return kind === 'duration' ? median : value;
}

/** Where nothing was counted there is no number, and zero is one. */
export function sayValue(m: Messages, f: Formats, kind: MetricKind, value: number | null): string {
  if (value === null) return '–';
  switch (kind) {
    case 'count':
      return f.number(value);
    case 'rate':
      return f.percent(value);
    case 'duration':
      return lasted(m, Math.round(value));
  }
}

export type Change = { way: 'up' | 'down' | 'same'; text: string };

/** What is different from the days before. Whether that is good is not for a page to say. */
export function changeOf(m: Messages, f: Formats, { kind, before, ...figure }: MetricResponse): Change | undefined {
  if (!before) return undefined;
  const words = m.oversight;
  const [now, then] = [chiefValue(kind, figure), chiefValue(kind, before)];
  if (now === null) return undefined;
  if (then === null) return { way: 'same', text: words.noBefore };
  const past = sayValue(m, f, kind, then);
  if (sayValue(m, f, kind, now) === past) return { way: 'same', text: words.same };
  return { way: now > then ? 'up' : 'down', text: words.change(difference(m, f, kind, now - then), past) };
}

function difference(m: Messages, f: Formats, kind: MetricKind, by: number): string {
  switch (kind) {
    case 'count':
      return f.signed(by);
    case 'rate':
      return m.oversight.points(f.signed(by * 100));
    case 'duration':
      return `${by < 0 ? '−' : '+'}${lasted(m, Math.abs(Math.round(by)))}`;
  }
}
