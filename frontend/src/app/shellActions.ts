import { spotlight } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { ArrowDown, ArrowUp, ChartLine, Keyboard, Phone, Plus, Search, UserPlus } from 'lucide-react';
import type { Me } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { type Action, useActions } from '@/ui/actions';
import { moveCursor } from '@/ui/rowTools';
import { maySee } from './home';
import { pagesFor } from './pages';

/** Moves that are the same on every page. */
export const EVERYWHERE = ['search', 'help', 'down', 'up'] as const;

/** What can be done from every page. */
export function useShellActions(me: Me, openKeys: () => void) {
  const { m } = useI18n();
  const navigate = useNavigate();
  const pages: Action[] = pagesFor(me, m).map(({ to, search, label, icon, keys }) => ({
    id: `go:${to}`,
    label,
    icon,
    keys,
    run: () => navigate({ to, search: search as never }),
  }));
  const makes: Action[] = [
    ...(maySee(me, 'newTicket')
      ? [
          {
            id: 'go:new-ticket',
            label: m.desk.pages.newTicket,
            icon: Plus,
            keys: 'c',
            run: () => navigate({ to: '/customer-care/tickets/create' }),
          },
        ]
      : []),
    ...(maySee(me, 'newInteraction')
      ? [
          {
            id: 'go:log-interaction',
            label: m.interactions.log,
            icon: Phone,
            keys: 'l',
            run: () => navigate({ to: '/customer-care/interactions/create' }),
          },
        ]
      : []),
    ...(maySee(me, 'newCustomer')
      ? [
          {
            id: 'go:new-customer',
            label: m.desk.pages.newCustomer,
            icon: UserPlus,
            run: () => navigate({ to: '/customer-care/customers/create' }),
          },
        ]
      : []),
  ];
  const own: Action[] = maySee(me, 'ownFigures')
    ? [
        {
          id: 'go:my-figures',
          label: m.oversight.mine,
          icon: ChartLine,
          keys: 'g m',
          run: () => navigate({ to: '/customer-care/my-figures' }),
        },
      ]
    : [];
  const moves: Action[] = [
    { id: 'search', label: m.desk.keys.search, icon: Search, keys: '/', hidden: true, run: focusSearch },
    { id: 'help', label: m.desk.keys.help, icon: Keyboard, keys: '?', hidden: true, run: openKeys },
    { id: 'down', label: m.desk.keys.down, icon: ArrowDown, keys: 'j', hidden: true, run: () => moveCursor(1) },
    { id: 'up', label: m.desk.keys.up, icon: ArrowUp, keys: 'k', hidden: true, run: () => moveCursor(-1) },
  ];
  useActions([...pages, ...own, ...makes, ...moves], { always: true });
}

/** The page's own search box, or the palette where there is none. */
function focusSearch() {
  const box = document.querySelector<HTMLInputElement>('[data-search-box]');
  if (box) box.focus();
  else spotlight.open();
}
