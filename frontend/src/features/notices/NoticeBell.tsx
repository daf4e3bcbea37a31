import { ActionIcon, Button, Group, Indicator, Popover, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { Bell } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { seeNotices } from '@/api/generated/sdk.gen';
import { useI18n } from '@/i18n/I18n';
import { announce } from '@/ui/announce';
import { Failure } from '@/ui/Failure';
import { useDoing } from '@/ui/useDoing';
import { NoticeRows } from './NoticeRows';
import { useNotices } from './useNotices';

/** What somebody should know of, on every page. What tickets are about is read once it is opened. */
export function NoticeBell() {
  const { m } = useI18n();
  const words = m.notices;
  const { data, error, refetch } = useNotices();
  const [open, { toggle, close }] = useDisclosure(false);
  const queries = useQueryClient();
  // What the notice tells of is newer than the page, which may be the one that is open already.
  const follow = () => {
    close();
    void queries.invalidateQueries();
  };
  const { run, isPending } = useDoing('Notices');
  const unread = data?.list.unread ?? 0;
  const rows = data?.list.data ?? [];
  const before = useRef<number>(undefined);
  useEffect(() => {
    if (!data) return;
    if (before.current !== undefined && unread > before.current) announce(words.fresh(unread - before.current));
    before.current = unread;
  }, [data, unread, words]);
  const until = rows[0]?.at;
  const title = useRef<HTMLParagraphElement>(null);
  // The button goes with what was unread: the focus stays in the list.
  const see = (at: string) =>
    run({ run: () => seeNotices({ body: { until: at }, throwOnError: true }), done: () => title.current?.focus() });
  return (
    <Popover position="bottom-end" width={340} opened={open} onChange={close} trapFocus returnFocus>
      <Indicator label={unread > 99 ? '99+' : unread} size={18} disabled={unread === 0} color="red.9" offset={4}>
        <Popover.Target>
          <ActionIcon variant="subtle" size={36} aria-label={words.unread(unread)} onClick={toggle}>
            <Bell size={19} aria-hidden />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown aria-label={words.title} p="sm">
        <Stack gap="xs">
          <Group justify="space-between">
            <Text fw={600} ref={title} tabIndex={-1}>
              {words.title}
            </Text>
            {unread > 0 && until && (
              <Button size="compact-sm" variant="default" loading={isPending} onClick={() => see(until)}>
                {words.seen}
              </Button>
            )}
          </Group>
          {error && !data && <Failure title={words.title} problem={error} retry={refetch} />}
          {data && rows.length === 0 && (
            <Text size="sm" c="dimmed">
              {words.none}
            </Text>
          )}
          {rows.length > 0 && <NoticeRows rows={rows} onFollow={follow} />}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
