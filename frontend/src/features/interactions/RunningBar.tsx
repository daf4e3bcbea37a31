import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { listInteractionsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useI18n } from '@/i18n/I18n';
import { Elapsed } from '@/ui/Elapsed';
import { CHANNEL_ICON } from '@/ui/marks';
import classes from './RunningBar.module.css';

/** My running calls and chats, on every page. */
export function RunningBar() {
  const { m } = useI18n();
  const { data } = useQuery({
    ...listInteractionsOptions({
      query: { agent: ['me'], status: ['active'], limit: 25 },
      headers: { 'CareDesk-Background': '1' },
    }),
    refetchInterval: 30_000,
  });
  const running = data?.data ?? [];
  if (running.length === 0) return null;
  return (
    <nav className={classes.bar} data-screen-only aria-label={m.interactions.running(running.length)}>
      {running.map(({ id, channel, customer, started_at }) => {
        const Icon = CHANNEL_ICON[channel];
        return (
          <Link
            key={id}
            to="/customer-care/interactions/$interactionId"
            params={{ interactionId: id }}
            className={classes.call}
          >
            <Icon size={15} aria-hidden />
            <b>{m.interactions.with(m.interactions.one[channel], customer.name)}</b>
            <Elapsed since={started_at} />
          </Link>
        );
      })}
    </nav>
  );
}
