import { Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import type { Me } from '@/api/generated/types.gen';
import { useNotices } from '@/features/notices/useNotices';
import { useI18n } from '@/i18n/I18n';
import { type Page, pagesFor } from './pages';
import classes from './Shell.module.css';

export function Navigation({ me, onGo }: { me: Me; onGo: () => void }) {
  const { m } = useI18n();
  const id = useId();
  const pages = pagesFor(me, m);
  const reports = pages.filter(({ report }) => report);
  return (
    <Stack gap={2}>
      <Links pages={pages.filter(({ report }) => !report)} onGo={onGo} />
      {reports.length > 0 && (
        <Stack gap={2} mt="sm" role="group" aria-labelledby={id}>
          <Text id={id} size="xs" fw={600} c="dimmed" px="xs">
            {m.oversight.section}
          </Text>
          <Links pages={reports} onGo={onGo} />
        </Stack>
      )}
    </Stack>
  );
}

/** Of addresses that begin with each other only the page that is shown is marked. */
const isRoot = (to: string, pages: Page[]) => pages.some((other) => other.to !== to && other.to.startsWith(`${to}/`));

function Links({ pages, onGo }: { pages: Page[]; onGo: () => void }) {
  return pages.map(({ to, search, label, icon: Icon }) => (
    <Group key={to} gap={4} wrap="nowrap">
      <Link
        to={to}
        search={search as never}
        className={classes.link}
        activeOptions={{ exact: isRoot(to, pages), includeSearch: false }}
        onClick={onGo}
      >
        <Icon size={18} aria-hidden />
        {label}
      </Link>
      <WaitingCount page={to} onGo={onGo} />
    </Group>
  ));
}

const WAITING = {
  '/customer-care/tickets': {
    kind: 'tickets',
    search: { status: ['open', 'pending'], assignee: ['none'], priority: ['urgent', 'high'] },
  },
  '/customer-care/interactions': {
    kind: 'interactions',
    search: { status: ['active', 'pending'], channel: ['call', 'chat'], agent: ['none'] },
  },
} as const;

/** How much waits for somebody to take it, and the way to exactly that. */
function WaitingCount({ page, onGo }: { page: Page['to']; onGo: () => void }) {
  const { m } = useI18n();
  const { data } = useNotices();
  if (!(page in WAITING)) return null;
  const to = page as keyof typeof WAITING;
  const { kind, search } = WAITING[to];
  const count = data?.list.waiting?.[kind] ?? 0;
  if (count === 0) return null;
  const label = m.notices.waiting[kind](count);
  return (
    <Link to={to} search={search as never} className={classes.count} aria-label={label} title={label} onClick={onGo}>
      {count > 99 ? '99+' : count}
    </Link>
  );
}
