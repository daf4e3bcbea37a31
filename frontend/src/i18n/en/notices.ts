import type { NoticeKind } from '@/api/generated/types.gen';
import { plural } from '@/i18n/format';

const kinds: Record<NoticeKind, string> = {
  assigned: 'Something was given to you',
  customer_wrote: 'A customer wrote',
  escalation: 'A case waits for you',
  escalation_question: 'A question about your escalation',
  escalation_reply: 'The care team wrote about a case of yours',
  escalation_answer: 'Your escalation is answered',
  escalation_decline: 'Your escalation was declined',
  escalation_withdrawn: 'A case of yours was withdrawn',
  urgent_in_queue: 'An urgent ticket waits in the queue',
  high_in_queue: 'A high-priority ticket waits in the queue',
  unattended: 'A chat or call waits for an agent',
  reply_not_fetched: 'The app has not fetched your reply',
};

export const notices = {
  title: 'Notices',
  kinds,
  unread: (n: number) =>
    n === 0 ? 'Notices, none unread' : plural('en', n, { one: 'Notices, {n} unread', other: 'Notices, {n} unread' }),
  fresh: (n: number) => plural('en', n, { one: '{n} new notice', other: '{n} new notices' }),
  none: 'Nothing new in the last 30 days.',
  seen: 'Mark all as seen',
  isNew: 'New',
  waiting: {
    tickets: (n: number) =>
      plural('en', n, { one: '{n} urgent or high ticket unassigned', other: '{n} urgent or high tickets unassigned' }),
    interactions: (n: number) =>
      plural('en', n, { one: '{n} chat or call without an agent', other: '{n} chats and calls without an agent' }),
  },
};
