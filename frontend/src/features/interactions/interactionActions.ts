import {
  ArchiveRestore,
  Clock,
  Eraser,
  Hand,
  Hourglass,
  LifeBuoy,
  type LucideIcon,
  PhoneOff,
  Play,
  Send,
  StickyNote,
  Trash2,
  TrendingUp,
  Users,
} from 'lucide-react';
import type { Interaction, Me } from '@/api/generated/types.gen';
import type { Messages } from '@/i18n/messages';
import type { Action } from '@/ui/actions';

export type InteractionQuestion = 'handOver' | 'move' | 'times' | 'redact';

export type InteractionHandlers = {
  end: () => void;
  setStatus: (status: 'active' | 'pending') => void;
  takeOver: () => void;
  ask: (question: InteractionQuestion) => void;
  escalate: () => void;
  openTicket: () => void;
  note: () => void;
  remove: () => void;
  restore: () => void;
};

export type InteractionAction = Action & { place: 'main' | 'menu' | 'key' };

type Row = [string, string, LucideIcon, boolean, InteractionAction['place'], () => void, Partial<Action>?];

/** What may be done with an interaction now, by its own `allowed`. */
export function interactionActions(
  m: Messages,
  interaction: Interaction,
  me: Me,
  on: InteractionHandlers,
): InteractionAction[] {
  const words = m.interactions.actions;
  const may = (action: Interaction['allowed'][number]) => interaction.allowed.includes(action);
  const { status, agent } = interaction;
  const running = status !== 'resolved';
  const mine = agent?.id === me.id;
  const rows: Row[] = [
    ['take', words.takeOver, Hand, may('assign_interaction') && running && !mine, 'main', on.takeOver],
    ['ticket', words.ticket, LifeBuoy, may('open_ticket') && !interaction.ticket, 'main', on.openTicket, { keys: 't' }],
    ['escalate', m.escalations.raise, TrendingUp, may('escalate'), 'main', on.escalate, { keys: 'e' }],
    ['note', m.interactions.addNote, StickyNote, may('note'), 'key', on.note, { keys: 'n' }],
    [
      'handOver',
      words.handOver,
      Send,
      may('assign_interaction') && running,
      'menu',
      () => on.ask('handOver'),
      { keys: 'a' },
    ],
    [
      'hold',
      words.hold,
      Hourglass,
      may('set_interaction_status') && status === 'active',
      'menu',
      () => on.setStatus('pending'),
    ],
    [
      'resume',
      words.resume,
      Play,
      may('set_interaction_status') && status === 'pending',
      'menu',
      () => on.setStatus('active'),
    ],
    ['times', words.times, Clock, may('edit_interaction'), 'menu', () => on.ask('times')],
    ['move', words.move, Users, may('move_interaction'), 'menu', () => on.ask('move')],
    ['restore', words.restore, ArchiveRestore, may('restore_interaction'), 'main', on.restore],
    ['redact', m.desk.redact.action, Eraser, may('redact'), 'menu', () => on.ask('redact'), { apart: true }],
    ['delete', words.delete, Trash2, may('delete_interaction'), 'menu', on.remove, { apart: true }],
    ['end', words.end, PhoneOff, may('end'), 'key', on.end, { keys: 's', apart: true }],
  ];
  return rows
    .filter(([, , , when]) => when)
    .map(([id, label, icon, , place, run, more]) => ({ id, label, icon, place, run, ...more }));
}
