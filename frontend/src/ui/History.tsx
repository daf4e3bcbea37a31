import { Button, Text } from '@mantine/core';
import {
  CheckCircle2,
  CircleDot,
  EyeOff,
  FilePlus2,
  Flag,
  Hand,
  type LucideIcon,
  MessageSquare,
  Pencil,
  PhoneOff,
  StickyNote,
  TrendingUp,
  Undo2,
  UserRound,
  Users,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { Action, Problem, SubjectKind, TimelineActor, TimelineEntry } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';
import { Failure } from './Failure';
import { Panel } from './Panel';
import { nameOf, SubjectLink } from './SubjectLink';
import { type Happening, Timeline } from './Timeline';
import classes from './Timeline.module.css';
import { type Told, writtenIn } from './tell';

const ICONS: Partial<Record<Action, LucideIcon>> = {
  open_ticket: FilePlus2,
  log_interaction: FilePlus2,
  edit_ticket: Pencil,
  edit_interaction: Pencil,
  edit_note: Pencil,
  undo_status: Undo2,
  recall: Undo2,
  withdraw: Undo2,
  claim: Hand,
  accept: Hand,
  assign: UserRound,
  assign_interaction: UserRound,
  reassign: UserRound,
  record_customer_message: UserRound,
  move_ticket: Users,
  move_interaction: Users,
  reply: MessageSquare,
  discuss: MessageSquare,
  note: StickyNote,
  redact: EyeOff,
  escalate: TrendingUp,
  raise_priority: Flag,
  resolve_escalation: CheckCircle2,
  end: PhoneOff,
};

/** What a change of one field is called; nothing where it has no name. */
export type Tell = (field: string, from: unknown, to: unknown, of: TimelineEntry['subject']) => Told | undefined;

type Query = {
  data?: { pages: { data: TimelineEntry[] }[] };
  error: Problem | null;
  refetch: () => unknown;
  hasNextPage: boolean;
  fetchNextPage: () => unknown;
  isFetchingNextPage: boolean;
};

const FIRST: readonly Action[] = ['create_customer', 'open_ticket', 'log_interaction', 'escalate'];

type Props = {
  query: Query;
  tell: Tell;
  /** The kind of record the page is of; entries about others lead to theirs. */
  page?: SubjectKind;
  side?: ReactNode;
  empty?: string;
  /** Whether the records are only named: they are not for the reader to open. */
  plain?: boolean;
};

/** What happened to a record, newest first, and from what to what. */
export function History({ query, tell, page, side, empty, plain }: Props) {
  const { m } = useI18n();
  const entries = query.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <Panel title={m.desk.history.title} side={side}>
      {query.error && !query.data && (
        <Failure title={m.desk.history.title} problem={query.error} retry={query.refetch} />
      )}
      {empty && query.data && entries.length === 0 && (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      )}
      <Timeline label={m.desk.history.title} happenings={happeningsOf(m, entries, { tell, page, plain })} />
      {query.hasNextPage && (
        <Button size="xs" variant="default" onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {m.desk.history.more}
        </Button>
      )}
    </Panel>
  );
}

/** Entries as lines of a timeline; one deed that touched two records is told once. */
export function happeningsOf(
  m: Messages,
  all: TimelineEntry[],
  { tell, page, plain }: { tell?: Tell; page?: SubjectKind; plain?: boolean } = {},
): Happening[] {
  const entries = all.filter((entry, index) => !isSameDeed(entry, all[index + 1]));
  return entries.map((entry) => ({
    id: entry.id,
    at: entry.at,
    icon: ICONS[entry.action] ?? CircleDot,
    who: actorName(m, entry.actor),
    ...whatAndWhich(m, entry, entry.subject.kind === page, plain),
    more: tell && <Changes entry={entry} tell={tell} isPage={entry.subject.kind === page} />,
  }));
}

/** The deed and the name of what it was done to. What has no name of its own is reached by the words of the deed. */
function whatAndWhich(m: Messages, { action, subject }: TimelineEntry, isPage: boolean, plain = false) {
  const deed = m.deeds[action] ?? m.desk.history.other;
  const name = nameOf(m, subject);
  if (isPage || (plain && !name)) return { what: deed };
  if (plain) return { what: deed, which: name };
  if (name) return { what: deed, which: <SubjectLink subject={subject}>{name}</SubjectLink> };
  return { what: <SubjectLink subject={subject}>{deed}</SubjectLink> };
}

/** Two tickets changed together are two deeds; a ticket and its escalation that move together are one. */
function isSameDeed(one: TimelineEntry, other: TimelineEntry | undefined): boolean {
  if (one.at !== other?.at || one.action !== other.action) return false;
  return one.subject.kind !== other.subject.kind || one.subject.id === other.subject.id;
}

function actorName(m: Messages, { kind, principal }: TimelineActor): string {
  if (!principal) return m.desk.history.system;
  return kind === 'service' ? m.desk.program(principal.name) : principal.name;
}

function Changes({ entry, tell, isPage }: { entry: TimelineEntry; tell: Tell; isPage: boolean }) {
  const { m } = useI18n();
  // The first event repeats the record itself: its own page shows that, and others only what it is about.
  if (FIRST.includes(entry.action)) {
    return isPage ? null : <Written words={writtenIn(entry.changes, ['subject', 'summary', 'reason'])} />;
  }
  return (
    <>
      {Object.entries(entry.changes).map(([field, change]) => {
        if (typeof change !== 'object' || change === null) return null;
        const { from, to } = change as { from?: unknown; to?: unknown };
        const told = tell(field, from, to, entry.subject);
        return (
          told && (
            <Text key={field} size="xs" c="dimmed">
              {m.desk.label(told.label)} {told.from} → {told.to}
            </Text>
          )
        );
      })}
      <Written words={writtenIn(entry.changes)} />
    </>
  );
}

function Written({ words }: { words: string[] }) {
  return words.map((each) => (
    <div key={each} className={classes.said}>
      {each}
    </div>
  ));
}
