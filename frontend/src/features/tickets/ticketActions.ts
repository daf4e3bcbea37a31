import {
  ArchiveRestore,
  CheckCircle2,
  CircleDot,
  Copy,
  Eraser,
  Flag,
  Hand,
  Hourglass,
  type LucideIcon,
  MessageSquare,
  MessageSquareQuote,
  Pencil,
  Phone,
  RotateCcw,
  Send,
  StickyNote,
  Tag,
  Trash2,
  TrendingUp,
  Undo2,
  UserRound,
  Users,
} from 'lucide-react';
import type { Ticket, TicketStatus } from '@/api/generated/types.gen';
import type { Messages } from '@/i18n/messages';
import type { Action } from '@/ui/actions';
import { TEXTS, type TextField } from './drafts';
import type { TicketQuestion } from './TicketDialogs';

export type TicketHandlers = {
  claim: () => void;
  setStatus: (status: TicketStatus) => void;
  resolve: () => void;
  undo?: () => void;
  write: (kind: 'reply' | 'note') => void;
  /** Where what the customer said can be written down. */
  record?: () => void;
  focus: (field: 'assignee' | 'status' | 'priority') => void;
  /** Where the category can be changed. */
  category?: () => void;
  /** Where the words themselves can be edited. */
  editText?: (field: TextField) => void;
  escalate: () => void;
  log: () => void;
  remove: () => void;
  restore: () => void;
  /** Where there is room to ask for more than one choice. */
  ask?: (question: TicketQuestion) => void;
};

export type TicketAction = Action & { place: 'main' | 'menu' | 'key' };

const QUESTIONS: [Exclude<TicketQuestion, 'redact'>, LucideIcon, Ticket['allowed'][number]][] = [
  ['transfer', Send, 'assign'],
  ['duplicate', Copy, 'set_status'],
  ['move', Users, 'move_ticket'],
];

/**
 * What may be done with a ticket now, by its own `allowed`. Header buttons, the menu, the palette, the keys and the help
 * sheet all come from this one list.
 */
export function ticketActions(m: Messages, ticket: Ticket, on: TicketHandlers): TicketAction[] {
  const words = m.tickets.actions;
  const may = (action: Ticket['allowed'][number]) => ticket.allowed.includes(action);
  const { status } = ticket;
  const all: (TicketAction & { when: boolean })[] = [
    {
      id: 'claim',
      label: words.claim,
      icon: Hand,
      place: 'main',
      when: may('claim') && !ticket.assignee,
      run: on.claim,
    },
    {
      id: 'reply',
      label: words.reply,
      icon: MessageSquare,
      keys: 'r',
      place: 'key',
      when: may('reply'),
      run: () => on.write('reply'),
    },
    {
      id: 'note',
      label: words.note,
      icon: StickyNote,
      keys: 'n',
      place: 'key',
      when: may('note'),
      run: () => on.write('note'),
    },
    {
      id: 'assign',
      label: words.assign,
      icon: UserRound,
      keys: 'a',
      place: 'key',
      when: may('assign'),
      run: () => on.focus('assignee'),
    },
    {
      id: 'status',
      label: words.status,
      icon: CircleDot,
      keys: 's',
      place: 'key',
      when: may('set_status'),
      run: () => on.focus('status'),
    },
    {
      id: 'priority',
      label: words.priority,
      icon: Flag,
      keys: 'p',
      place: 'key',
      when: may('edit_ticket'),
      run: () => on.focus('priority'),
    },
    {
      id: 'record',
      label: words.record,
      icon: MessageSquareQuote,
      place: 'key',
      when: may('record_customer_message') && on.record !== undefined,
      run: () => on.record?.(),
    },
    {
      id: 'category',
      label: words.category,
      icon: Tag,
      place: 'key',
      when: may('edit_ticket') && on.category !== undefined,
      run: () => on.category?.(),
    },
    ...TEXTS.map((field) => ({
      id: `edit-${field}`,
      label: words.editText[field],
      icon: Pencil,
      place: 'key' as const,
      when: may('edit_ticket') && on.editText !== undefined,
      run: () => on.editText?.(field),
    })),
    {
      id: 'escalate',
      label: m.escalations.raise,
      icon: TrendingUp,
      keys: 'e',
      place: 'main',
      when: may('escalate'),
      run: on.escalate,
    },
    {
      id: 'log',
      label: words.log,
      icon: Phone,
      keys: 'l',
      place: 'menu',
      when: may('reply'),
      run: on.log,
    },
    ...QUESTIONS.map(([question, icon, needs]) => ({
      id: question,
      label: words[question],
      icon,
      place: 'menu' as const,
      when: may(needs) && on.ask !== undefined && !(question === 'duplicate' && status === 'resolved'),
      run: () => on.ask?.(question),
    })),
    {
      id: 'pend',
      label: words.pend,
      icon: Hourglass,
      place: 'menu',
      when: may('set_status') && status === 'open',
      run: () => on.setStatus('pending'),
    },
    {
      id: 'open',
      label: words.open,
      icon: CircleDot,
      place: 'menu',
      when: may('set_status') && status === 'pending',
      run: () => on.setStatus('open'),
    },
    {
      id: 'reopen',
      label: words.reopen,
      icon: RotateCcw,
      place: 'main',
      when: may('set_status') && status === 'resolved',
      run: () => on.setStatus('open'),
    },
    {
      id: 'undo',
      label: words.undo,
      icon: Undo2,
      keys: 'z',
      place: 'menu',
      when: may('undo_status') && on.undo !== undefined,
      run: () => on.undo?.(),
    },
    {
      id: 'resolve',
      apart: true,
      label: words.resolve,
      icon: CheckCircle2,
      place: 'main',
      when: may('set_status') && (status === 'open' || status === 'pending'),
      run: on.resolve,
    },
    {
      id: 'restore',
      label: words.restore,
      icon: ArchiveRestore,
      place: 'main',
      when: may('restore_ticket'),
      run: on.restore,
    },
    {
      id: 'redact',
      apart: true,
      label: m.desk.redact.action,
      icon: Eraser,
      place: 'menu',
      when: may('redact') && on.ask !== undefined,
      run: () => on.ask?.('redact'),
    },
    {
      id: 'delete',
      apart: true,
      label: words.delete,
      icon: Trash2,
      place: 'menu',
      when: may('delete_ticket'),
      run: on.remove,
    },
  ];
  return all.filter(({ when }) => when);
}
