import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { listInteractionNotesInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen';
import { createInteractionNote, redactNote } from '@/api/generated/sdk.gen';
import type { Interaction, Note } from '@/api/generated/types.gen';
import { sendNote } from '@/api/notes';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { Redact, useOwnWords } from '@/ui/OwnWords';
import { Panel } from '@/ui/Panel';
import { Pill } from '@/ui/Pill';
import { RelativeTime } from '@/ui/RelativeTime';
import { useAllPages } from '@/ui/useAllPages';
import { useDoing } from '@/ui/useDoing';
import { useDraft } from '@/ui/useDraft';
import classes from './Interaction.module.css';
import { Quiet } from './WrapUp';

/** The id of the box, for the key that jumps to it. */
export const NOTE_ID = 'interaction-note';

const TOUCHES = ['InteractionNotes', 'InteractionTimeline'];

/** What colleagues tell each other about an interaction. */
export function Notes({ interaction }: { interaction: Interaction }) {
  const { m } = useI18n();
  const words = m.interactions;
  const path = { id: interaction.id };
  const query = useInfiniteQuery({
    ...listInteractionNotesInfiniteOptions({ path, query: { limit: 100 } }),
    initialPageParam: { path },
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
    refetchInterval: 30_000,
  });
  useAllPages(query);
  const notes = query.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <Panel title={words.notes}>
      {query.error && !query.data && <Failure title={words.notes} problem={query.error} retry={query.refetch} />}
      {query.data && notes.length === 0 && <Quiet>{words.noNotes}</Quiet>}
      {notes.length > 0 && (
        <ol className={classes.notes}>
          {notes.map((note) => (
            <One key={note.id} note={note} />
          ))}
        </ol>
      )}
      {query.hasNextPage && query.isError && (
        <Button size="xs" variant="default" onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {m.desk.list.retry}
        </Button>
      )}
      {interaction.allowed.includes('note') && <Write id={interaction.id} />}
    </Panel>
  );
}

function One({ note }: { note: Note }) {
  const { m } = useI18n();
  const { id, allowed } = note;
  const doing = useDoing(...TOUCHES);
  const edit = useOwnWords({
    id: `note.${id}`,
    label: m.tickets.message.edit,
    field: 'body',
    text: note.body ?? '',
    version: note.version,
    may: allowed.includes('edit_note'),
    doing,
    send: (body, base) => sendNote(id, body, base),
  });
  return (
    <li className={classes.note}>
      <div className={classes.head}>
        <b>{note.author?.name ?? m.desk.history.system}</b>
        <Pill tone="note" icon={Lock}>
          {m.interactions.note}
        </Pill>
        <span>
          <RelativeTime at={note.created_at} />
          {note.edited_at && ` · ${m.tickets.message.edited}`}
        </span>
        <Group gap={4} wrap="nowrap">
          {edit.button}
          {allowed.includes('redact') && (
            <Redact
              id={`note.${id}`}
              doing={doing}
              send={(reason) => redactNote({ path: { id }, body: { reason }, throwOnError: true })}
            />
          )}
        </Group>
      </div>
      {edit.box || <div className={classes.words}>{note.body ?? <i>{m.tickets.message.redacted}</i>}</div>}
    </li>
  );
}

function Write({ id }: { id: string }) {
  const { m } = useI18n();
  const words = m.interactions;
  const [text, setText, arrived] = useDraft(`interaction.${id}.note`);
  const { run, isPending } = useDoing(...TOUCHES);
  const send = () => {
    if (text.trim() === '' || isPending) return;
    run({
      run: () => createInteractionNote({ path: { id }, body: { body: text }, throwOnError: true }),
      said: words.done.note,
      done: () => arrived(text),
    });
  };
  return (
    <form
      data-screen-only
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap={6} mt="xs">
        <Textarea
          id={NOTE_ID}
          label={words.note}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          }}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={10_000}
          classNames={{ input: classes.box }}
        />
        <Group justify="space-between" wrap="nowrap">
          <Text size="xs" c="dimmed">
            {words.noteAbout}
          </Text>
          <Button type="submit" size="xs" miw="8rem" flex="none" loading={isPending} aria-disabled={text.trim() === ''}>
            {words.addNote}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
