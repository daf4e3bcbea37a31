import type { MetricResponse } from '@/api/generated/types.gen';
import type { Formats } from '@/i18n/format';
import type { Messages } from '@/i18n/messages';
import { behind, scopeBefore } from './behind';
import { FigureCell } from './FigureCell';
import { figureOf, sayValue } from './figures';
import type { Scope } from './reports';
import { figureSheet, type SheetedColumn } from './sheet';
import { WayTo } from './WayTo';

type Of = { figures: MetricResponse[] };

/** How many tickets were opened, how many before, and the difference. */
export function riseColumns<Row extends Of>(
  m: Messages,
  f: Formats,
  rows: Row[],
  scopeOf: (row: Row) => Scope,
): SheetedColumn<Row>[] {
  const words = m.oversight;
  const opened = ({ figures }: Row) => figureOf(figures, 'tickets_opened');
  const rise = (row: Row) => {
    const [now, before] = [opened(row)?.value, opened(row)?.before?.value];
    return typeof now === 'number' && typeof before === 'number' ? now - before : null;
  };
  return [
    {
      id: 'opened',
      label: words.charts.opened,
      figure: true,
      render: (row) => <FigureCell figure={opened(row)} scope={scopeOf(row)} />,
      sheet: figureSheet(m, 'tickets_opened', words.charts.opened, rows, ({ figures }) => figures),
    },
    {
      id: 'before',
      label: words.categories.before,
      figure: true,
      render: (row) => {
        const before = opened(row)?.before?.numerator ?? 0;
        return (
          <WayTo way={behind('opened', before, scopeBefore(scopeOf(row)))} figure={words.categories.before}>
            {sayValue(m, f, 'count', opened(row)?.before?.value ?? null)}
          </WayTo>
        );
      },
      sheet: [{ label: words.categories.before, value: (row) => opened(row)?.before?.value }],
    },
    {
      id: 'rise',
      label: words.categories.rise,
      figure: true,
      render: (row) => {
        const by = rise(row);
        return by === null ? '–' : f.signed(by);
      },
      sheet: [{ label: words.categories.rise, value: rise }],
    },
  ];
}
