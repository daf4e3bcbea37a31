import { SimpleGrid } from '@mantine/core';
import type { Dashboard } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';
import { lasted } from '@/ui/Elapsed';
import { Panel } from '@/ui/Panel';
import { type Stat, StatTiles } from '@/ui/StatTile';

type Work = NonNullable<Dashboard['work']>;

const TICKETS = '/customer-care/tickets';
const INTERACTIONS = '/customer-care/interactions';
const ESCALATIONS = '/customer-care/escalations';
const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const;

/** How much there is of everything, each figure the way to its list. */
export function Figures({ dashboard }: { dashboard: Dashboard }) {
  const { m } = useI18n();
  const words = m.dashboard;
  const { work, escalations } = dashboard;
  const asked: Stat[] = [
    {
      id: 'to-me',
      label: words.toMe,
      value: escalations.to_me,
      tone: 'wait',
      to: { to: ESCALATIONS, search: { status: ['pending', 'in_progress'], target: ['me'] } },
    },
    {
      id: 'pool',
      label: words.pool,
      value: escalations.in_my_pool,
      to: { to: ESCALATIONS, search: { status: ['pending'], target: ['pool'] } },
    },
    {
      id: 'questions',
      label: words.questions,
      value: escalations.questions,
      tone: 'wait',
      to: { to: ESCALATIONS, search: { status: ['in_progress'], escalated_by: ['me'] } },
    },
    {
      id: 'answers',
      label: words.answers,
      value: escalations.answers_to_pass_on,
      tone: 'wait',
      to: { to: ESCALATIONS, search: { status: ['resolved'] } },
    },
  ];
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
      {work && <Part title={words.mine} stats={mine(m, work)} />}
      {work && <Part title={words.queue} stats={unassigned(m, work)} />}
      <Part title={words.escalations} stats={asked} />
      {work && <Part title={words.response(work.first_response.days)} stats={response(m, work)} />}
    </SimpleGrid>
  );
}

function Part({ title, stats }: { title: string; stats: Stat[] }) {
  return (
    <Panel title={title} bare>
      <StatTiles stats={stats} />
    </Panel>
  );
}

function mine(m: Messages, { my_tickets: tickets, escalated_cases }: Work): Stat[] {
  const of = (status: 'open' | 'pending' | 'escalated'): Stat => ({
    id: status,
    label: m.tickets.statuses[status],
    value: tickets[status],
    to: { to: TICKETS, search: { status: [status], assignee: ['me'] } },
  });
  return [
    of('open'),
    of('pending'),
    of('escalated'),
    { id: 'cases', label: m.dashboard.escalatedCases, value: escalated_cases },
  ];
}

function unassigned(m: Messages, { unassigned: queue, unattended }: Work): Stat[] {
  const tones = { urgent: 'bad', high: 'wait', medium: undefined, low: undefined } as const;
  const live: Stat = {
    id: 'unattended',
    label: m.dashboard.unattended,
    value: unattended,
    tone: 'bad',
    to: { to: INTERACTIONS, search: { status: ['active', 'pending'], channel: ['call', 'chat'], agent: ['none'] } },
  };
  const tickets: Stat[] = PRIORITIES.map((priority) => ({
    id: priority,
    label: m.tickets.priorities[priority],
    value: queue[priority],
    tone: tones[priority],
    to: { to: TICKETS, search: { status: ['open', 'pending'], assignee: ['none'], priority: [priority] } },
  }));
  return [live, ...tickets];
}

function response(m: Messages, { first_response: took }: Work): Stat[] {
  const words = m.dashboard;
  const time = (seconds: number | bigint | null) => (seconds === null ? '–' : lasted(m, Number(seconds)));
  return [
    { id: 'median', label: words.median, value: time(took.median_seconds) },
    { id: 'mean', label: words.mean, value: time(took.mean_seconds) },
    { id: 'p90', label: words.p90, value: time(took.p90_seconds) },
    { id: 'n', label: words.tickets, value: took.n },
  ];
}
