import { SimpleGrid } from '@mantine/core';
import type { LinkProps } from '@tanstack/react-router';
import type { Dashboard, EscalationStatus, Me } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';
import { addDays, dayOf } from '@/i18n/zone';
import { lasted } from '@/ui/Elapsed';
import { Panel } from '@/ui/Panel';
import { type Stat, StatTiles } from '@/ui/StatTile';

type Work = NonNullable<Dashboard['work']>;

const TICKETS = '/customer-care/tickets';
const INTERACTIONS = '/customer-care/interactions';
const ESCALATIONS = '/customer-care/escalations';
const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const;

type Props = { dashboard: Dashboard; me: Me; behind: LinkProps['to'] };

/** How much there is of everything, each figure the way to exactly what it counts. */
export function Figures({ dashboard, me, behind }: Props) {
  const { m, f } = useI18n();
  const words = m.dashboard;
  const { work, escalations, day_started_at } = dashboard;
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
      {work && <Part title={words.mine} stats={mine(m, work)} />}
      {work && <Part title={words.queue} stats={unassigned(m, work)} />}
      <Part title={words.escalations} stats={[...asked(m, escalations, me), ...raised(m, escalations, work)]} />
      {work && (
        <Part
          title={words.response(work.first_response.days)}
          stats={response(m, work, me, dayOf(day_started_at, f.timeZone), behind)}
        />
      )}
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

const OPEN: EscalationStatus[] = ['pending', 'in_progress'];

/** What is asked of the reader. Nobody asks agents. */
function asked(m: Messages, { to_me, in_my_pool }: Dashboard['escalations'], { role }: Me): Stat[] {
  if (role !== 'doctor' && role !== 'admin') return [];
  return [
    {
      id: 'to-me',
      label: m.dashboard.toMe,
      value: to_me,
      tone: 'wait',
      to: { to: ESCALATIONS, search: { awaiting: ['target'], target: ['me'] } },
    },
    {
      id: 'pool',
      label: m.dashboard.pool,
      value: in_my_pool,
      to: { to: ESCALATIONS, search: { awaiting: ['target'], target_role: [role], target: ['pool'] } },
    },
  ];
}

/** What the reader asked, or was asked about their cases. Doctors ask nobody, and have none. */
function raised(m: Messages, escalations: Dashboard['escalations'], work: Work | null): Stat[] {
  if (!work) return [];
  const { escalatedCases, questions, answers } = m.dashboard;
  const concerns = ['me'];
  return [
    {
      id: 'cases',
      label: escalatedCases,
      value: work.escalated_cases,
      to: { to: ESCALATIONS, search: { status: OPEN, concerns } },
    },
    {
      id: 'questions',
      label: questions,
      value: escalations.questions,
      tone: 'wait',
      to: { to: ESCALATIONS, search: { status: OPEN, awaiting: ['care_team'], concerns } },
    },
    {
      id: 'answers',
      label: answers,
      value: escalations.answers_to_pass_on,
      tone: 'wait',
      to: { to: ESCALATIONS, search: { status: ['resolved'], concerns } },
    },
  ];
}

function mine(m: Messages, { my_tickets: tickets, unfetched }: Work): Stat[] {
  const of = (status: 'open' | 'pending' | 'escalated'): Stat => ({
    id: status,
    label: m.tickets.statuses[status],
    value: tickets[status],
    to: { to: TICKETS, search: { status: [status], assignee: ['me'] } },
  });
  const late: Stat = {
    id: 'unfetched',
    label: m.dashboard.unfetched,
    value: unfetched,
    tone: 'bad',
    to: { to: TICKETS, search: { unfetched_by: ['me'] } },
  };
  // Where no app fetches replies there are none, ever.
  return [of('open'), of('pending'), of('escalated'), ...(unfetched > 0 ? [late] : [])];
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

function response(m: Messages, { first_response: took }: Work, me: Me, today: string, behind: LinkProps['to']): Stat[] {
  const words = m.dashboard;
  const time = (seconds: number | bigint | null) => (seconds === null ? '–' : lasted(m, Number(seconds)));
  return [
    { id: 'median', label: words.median, value: time(took.median_seconds) },
    { id: 'mean', label: words.mean, value: time(took.mean_seconds) },
    { id: 'p90', label: words.p90, value: time(took.p90_seconds) },
    {
      id: 'n',
      label: words.tickets,
      value: took.n,
      to: {
        to: behind,
        search: { counted: 'responded', from: addDays(today, 1 - took.days), to: today, agent_id: me.id },
      },
    },
  ];
}
