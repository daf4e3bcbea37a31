import type { MetricResponse } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { behindFigure } from './behind';
import { chiefValue, sayValue } from './figures';
import type { Scope } from './reports';
import { WayTo } from './WayTo';

/** A figure in a table: its number leads to the tickets it counts. */
export function FigureCell({ figure, scope }: { figure: MetricResponse | undefined; scope: Scope }) {
  const { m, f } = useI18n();
  if (!figure) return '–';
  const { metric, kind } = figure;
  return (
    <WayTo way={behindFigure(figure, scope)} figure={m.oversight.metrics[metric]}>
      {sayValue(m, f, kind, chiefValue(kind, figure))}
    </WayTo>
  );
}
