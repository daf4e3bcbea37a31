import { screen, waitFor } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import type { MarkNoticesSeen } from '@/api/generated/types.gen';
import { openAt, signedInAs } from '@/test/app';
import { anEscalation, queueOf } from '@/test/records';
import { answer } from '@/test/server';

test('the bell counts what is unread, asks as a page with the tag it has, and marks all as seen', async () => {
  signedInAs('agent');
  queueOf([]);
  const { id } = anEscalation();
  const subject = { type: 'escalation', id, number: 'TKT-AX2ADA4N', priority: 'urgent' };
  const notice = { id, at: '2026-11-22T09:00:00Z', kind: 'escalation_answer', subject };
  let opened = 0;
  let seen = false;
  const tags: (string | null)[] = [];
  answer('get', '/notices', ({ headers, url }) => {
    if (url.searchParams.get('include_subjects') === 'true') {
      opened += 1;
      const told = { ...notice, seen, subject: { ...subject, subject: 'A crushing chest pain' } };
      return { data: [told], unread: 1, waiting: null, page: { next_cursor: null, has_more: false } };
    }
    expect(headers.get('CareDesk-Background')).toBe('1');
    tags.push(headers.get('If-None-Match'));
    const tag = `"${seen}"`;
    if (headers.get('If-None-Match') === tag) return new HttpResponse(null, { status: 304 }) as never;
    const page = { next_cursor: null, has_more: false };
    const list = { data: [{ ...notice, seen }], unread: seen ? 0 : 1, waiting: { tickets: 3, interactions: 0 }, page };
    return HttpResponse.json(list, { headers: { etag: tag } });
  });
  answer<object, MarkNoticesSeen>('post', '/notices/seen', ({ body }) => {
    expect(body).toEqual({ until: notice.at });
    seen = true;
    return { seen_until: notice.at, unread: 0 };
  });
  const { user, queryClient } = await openAt('/customer-care/tickets');
  const waiting = await screen.findByRole('link', { name: '3 urgent or high tickets unassigned' });
  expect(waiting).toHaveAttribute('href', expect.stringContaining('assignee=none&priority=urgent,high'));
  expect(screen.queryByRole('link', { name: /without an agent/ })).not.toBeInTheDocument();
  expect(opened).toBe(0);
  await user.click(await screen.findByRole('button', { name: 'Notices, 1 unread' }));
  const told = await screen.findByRole('link', {
    name: /Your escalation is answered.*A crushing chest pain.*TKT-AX2ADA4N.*Urgent/,
  });
  expect(told).toHaveAttribute('href', `/customer-care/escalations/${id}`);
  await queryClient.invalidateQueries({ queryKey: [{ _id: 'listNotices' }] });
  await waitFor(() => expect(tags).toContain('"false"'));
  expect(opened).toBe(1);
  await user.click(screen.getByRole('button', { name: 'Mark all as seen' }));
  expect(await screen.findByRole('button', { name: 'Notices, none unread' })).toBeVisible();
});
