import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useId } from 'react';
import { listEscalationMessagesInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Escalation } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { RelativeTime } from '@/ui/RelativeTime';
import { useAllPages } from '@/ui/useAllPages';
import { useDraft } from '@/ui/useDraft';
import classes from './Escalation.module.css';
import { useEscalationDesk } from './useEscalationDesk';

/** The id of the box, for the key that jumps to it. */
export const discussId = (id: string) => `discuss-${id}`;

/** Questions and answers between whoever was asked and the care team. */
export function Discussion({ escalation }: { escalation: Escalation }) {
  const { m } = useI18n();
  const words = m.escalations;
  const path = { id: escalation.id };
  const query = useInfiniteQuery({
    ...listEscalationMessagesInfiniteOptions({ path, query: { limit: 100 } }),
    initialPageParam: { path },
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
    refetchInterval: 15_000,
  });
  const may = escalation.allowed.includes('discuss');
  useAllPages(query);
  const messages = query.data?.pages.flatMap(({ data }) => data) ?? [];
  const target = escalation.accepted_by?.id ?? escalation.target.staff?.id;
  return (
    <>
      {query.error && !query.data && <Failure title={words.discussion} problem={query.error} retry={query.refetch} />}
      {messages.length > 0 && (
        <ol className={classes.talk}>
          {messages.map(({ id, author, body, created_at }) => (
            <li key={id} data-side={author?.id === target ? 'target' : 'team'}>
              <Group gap="xs">
                <b>{author?.name ?? m.desk.history.system}</b>
                <Text span size="xs" className={classes.quiet}>
                  <RelativeTime at={created_at} />
                </Text>
              </Group>
              <div className={classes.body}>{body}</div>
            </li>
          ))}
        </ol>
      )}
      {query.data && messages.length === 0 && !may && (
        <Text size="sm" c="dimmed">
          {words.noDiscussion}
        </Text>
      )}
      {query.hasNextPage && query.isError && (
        <Button size="xs" variant="default" onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {m.desk.list.retry}
        </Button>
      )}
      {may && <Write escalation={escalation} />}
    </>
  );
}

function Write({ escalation }: { escalation: Escalation }) {
  const { m } = useI18n();
  // Of its own: what is sent right after the escalation was accepted does not wait for that to be read again.
  const desk = useEscalationDesk(escalation);
  const words = m.escalations;
  const about = useId();
  const [text, setText, arrived] = useDraft(`escalation.${escalation.id}.discuss`);
  const send = () => {
    if (text.trim() !== '' && !desk.isPending) desk.discuss(text, () => arrived(text));
  };
  return (
    <form
      data-screen-only
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap={6} mt="sm">
        <Textarea
          id={discussId(escalation.id)}
          label={words.message}
          aria-describedby={about}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          }}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={10_000}
        />
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Text id={about} size="xs" c="dimmed">
            {words.messageAbout}
          </Text>
          <Button
            type="submit"
            size="xs"
            miw="6rem"
            flex="none"
            loading={desk.isPending}
            aria-disabled={text.trim() === ''}
            leftSection={<Send size={14} aria-hidden />}
          >
            {words.send}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
