import type { FigureAnswer } from '@/api/generated/types.gen';
import type { Formats } from '@/i18n/format';
import type { Messages } from '@/i18n/messages';
import type { Column } from '@/ui/DataTable';
import { behind, scopeBefore } from './behind';
import { FigureCell } from './FigureCell';
import { figureOf, sayValue } from './figures';
import type { Scope } from './reports';
import { WayTo } from './WayTo';

type Of = { figures: FigureAnswer[] };

/** How many tickets were opened, how many before, and the difference. */
export function riseColumns<Row extends Of>(m: Messages, f: Formats, scopeOf: (row: Row) => Scope): Column<Row>[] {
  const words = m.oversight;
  const opened = ({ figures }: Row) => figureOf(figures, 'tickets_opened');
  return [
    {
      id: 'opened',
      label: words.charts.opened,
      figure: true,
      render: (row) => <FigureCell figure={opened(row)} scope={scopeOf(row)} />,
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
    },
    {
      id: 'rise',
      label: words.categories.rise,
      figure: true,
      render: (row) => {
        const [now, before] = [opened(row)?.value, opened(row)?.before?.value];
        return typeof now === 'number' && typeof before === 'number' ? f.signed(now - before) : '–';
      },
    },
  ];
}
