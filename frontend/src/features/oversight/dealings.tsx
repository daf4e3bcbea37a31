import type { Dealings } from '@/api/generated/types.gen';
import type { Messages } from '@/i18n/messages';
import type { Column } from '@/ui/DataTable';
import { RelativeTime } from '@/ui/RelativeTime';

/** What somebody did for somebody. */
export function dealingColumns<Row extends Dealings>(m: Messages): Column<Row>[] {
  const words = m.oversight.dealings;
  return [
    { id: 'interactions', label: words.interactions, figure: true, render: ({ interactions }) => interactions },
    {
      id: 'resolved',
      label: words.tickets_resolved,
      figure: true,
      render: ({ tickets_resolved }) => tickets_resolved,
    },
    { id: 'replies', label: words.replies, figure: true, render: ({ replies }) => replies },
    { id: 'first', label: words.first, figure: true, from: 'lg', render: (row) => <RelativeTime at={row.first_at} /> },
    { id: 'last', label: words.last, figure: true, render: ({ last_at }) => <RelativeTime at={last_at} /> },
  ];
}
