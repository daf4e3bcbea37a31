import type { ActivityResponse } from '@/api/generated/types.gen';
import type { Messages } from '@/i18n/messages';
import { RelativeTime } from '@/ui/RelativeTime';
import type { SheetedColumn } from './sheet';

/** What somebody did for somebody. */
export function dealingColumns<Row extends ActivityResponse>(m: Messages): SheetedColumn<Row>[] {
  const words = m.oversight.dealings;
  const count = (id: 'interactions' | 'tickets_resolved' | 'replies'): SheetedColumn<Row> => ({
    id,
    label: words[id],
    figure: true,
    render: (row) => row[id],
    sheet: [{ label: words[id], value: (row) => row[id] }],
  });
  const time = (id: 'first_at' | 'last_at', label: string, from?: 'lg'): SheetedColumn<Row> => ({
    id,
    label,
    figure: true,
    from,
    render: (row) => <RelativeTime at={row[id]} />,
    sheet: [{ label, value: (row) => row[id] }],
  });
  return [
    count('interactions'),
    count('tickets_resolved'),
    count('replies'),
    time('first_at', words.first, 'lg'),
    time('last_at', words.last),
  ];
}
