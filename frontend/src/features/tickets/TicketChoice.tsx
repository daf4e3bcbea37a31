import type { Me, Priority, Ticket, TicketStatus } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { type Choice, ChoiceDialog } from '@/ui/ChoiceDialog';
import { sendAssignee, sendPatch, sendStatus } from './ticketCalls';
import { useCareTeam } from './useCareTeam';
import type { useTicketBulk } from './useTicketBulk';
import type { TicketDesk } from './useTicketDesk';

export type AskedField = 'assignee' | 'status' | 'priority';
export type Asked = { field: AskedField; tickets: Ticket[] };

type Props = {
  asked: Asked;
  me: Me;
  desk: TicketDesk;
  bulk: ReturnType<typeof useTicketBulk>;
  /** Once it was chosen for several. */
  onDone: () => void;
  onClose: () => void;
};

/** What one or several tickets are to become, asked over the list. */
export function TicketChoice({ asked, me, desk, bulk, onDone, onClose }: Props) {
  const { m } = useI18n();
  const staff = useCareTeam();
  const { field, tickets } = asked;
  const [first] = tickets;
  if (!first) return null;

  const named = (names: Record<string, string>) => Object.entries(names).map(([value, label]) => ({ value, label }));
  const { escalated: _, ...settable } = m.tickets.statuses;
  const others = staff.filter(({ id }) => id !== me.id).map(({ id, name }) => ({ value: id, label: name }));
  const choices: Record<AskedField, Choice[]> = {
    assignee: [{ value: me.id, label: m.tickets.me }, { value: '', label: m.tickets.unassigned }, ...others],
    status: named(settable),
    priority: named(m.tickets.priorities),
  };
  const titles = { assignee: 'assign', status: 'status', priority: 'priority' } as const;
  const held = (ticket: Ticket) => (field === 'assignee' ? (ticket.assignee?.id ?? '') : ticket[field]);
  const now = held(first);

  const who = (value: string) => [me, ...staff].find(({ id }) => id === value);
  const one = (value: string) => {
    if (field === 'status') desk.setStatus(first, value as TicketStatus);
    if (field === 'priority') desk.edit(first, { priority: value as Priority });
    if (field === 'assignee') {
      const to = who(value);
      desk.assign(first, to ? { id: to.id, name: to.name } : null);
    }
  };
  const several = (value: string) => {
    const changing = tickets.filter((ticket) => held(ticket) !== value);
    if (field === 'status') {
      bulk.run({
        tickets: changing,
        change: { action: 'set_status', status: value as TicketStatus },
        said: m.tickets.changed(m.tickets.statuses[value as TicketStatus]),
        undo: ({ before }) => sendStatus(before.id, { status: before.status, undo: true }),
      });
    } else if (field === 'priority') {
      bulk.run({
        tickets: changing,
        change: { action: 'set_priority', priority: value as Priority },
        said: m.tickets.edited.priority(m.tickets.priorities[value as Priority]),
        undo: ({ before, after }) => sendPatch(after, { priority: before.priority }),
      });
    } else {
      const to = who(value);
      bulk.run({
        tickets: changing,
        change: { action: 'assign', assignee_id: value === '' ? null : value },
        said: to ? m.tickets.assignedTo(to.name) : m.tickets.nowUnassigned,
        undo: ({ before, after }) => sendAssignee(before.id, before.assignee?.id ?? null, after.version),
      });
    }
  };

  return (
    <ChoiceDialog
      title={m.tickets.actions[titles[field]]}
      about={tickets.length === 1 ? first.subject : m.desk.list.countChosen(tickets.length)}
      choices={choices[field]}
      now={tickets.every((ticket) => held(ticket) === now) ? now : undefined}
      onChoose={(value) => {
        onClose();
        if (tickets.length > 1) {
          several(value);
          onDone();
        } else if (value !== now) one(value);
      }}
      onClose={onClose}
    />
  );
}
