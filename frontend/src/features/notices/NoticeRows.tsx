import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { Sparkles } from 'lucide-react';
import { listNoticesOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Notice } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { PriorityPill } from '@/ui/marks';
import { Pill } from '@/ui/Pill';
import { RelativeTime } from '@/ui/RelativeTime';
import classes from './Notices.module.css';

type Props = { rows: Notice[]; onFollow: () => void };

/** The opened list. That it tells what tickets are about is entered in the read log, so it is read once each time the bell is opened. */
export function NoticeRows({ rows, onFollow }: Props) {
  const { m } = useI18n();
  const words = m.notices;
  const { data: opened } = useQuery({
    ...listNoticesOptions({ query: { limit: 25, include_subjects: true } }),
    enabled: ({ state }) => state.data === undefined,
    gcTime: 0,
  });
  const subjectOf = (id: string) => opened?.data.find((notice) => notice.id === id)?.subject.subject;
  return (
    <ul className={classes.list}>
      {rows.map((notice) => (
        <li key={notice.id}>
          <Link {...linkOf(notice)} className={classes.notice} onClick={onFollow}>
            <span>{words.kinds[notice.kind]}</span>
            {subjectOf(notice.id) && (
              <Text span size="sm" fw={600} lineClamp={2}>
                {subjectOf(notice.id)}
              </Text>
            )}
            <Group gap="xs">
              {notice.subject.number && (
                <Text span size="xs" c="dimmed">
                  {notice.subject.number}
                </Text>
              )}
              {notice.subject.priority && <PriorityPill priority={notice.subject.priority} />}
              <Text span size="xs" c="dimmed">
                <RelativeTime at={notice.at} />
              </Text>
              {!notice.seen && (
                <Pill tone="info" icon={Sparkles}>
                  {words.isNew}
                </Pill>
              )}
            </Group>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function linkOf({ subject: { type, id } }: Notice): LinkProps {
  if (type === 'escalation')
    return { to: '/customer-care/escalations/$escalationId', params: { escalationId: id } } as LinkProps;
  if (type === 'interaction')
    return { to: '/customer-care/interactions/$interactionId', params: { interactionId: id } } as LinkProps;
  return { to: '/customer-care/tickets/$ticketId', params: { ticketId: id } } as LinkProps;
}
