import {
  ArchiveRestore,
  CheckCircle2,
  CircleX,
  Eraser,
  Flag,
  Hand,
  HelpCircle,
  type LucideIcon,
  Send,
  Trash2,
  Undo2,
} from 'lucide-react';
import type { Escalation } from '@/api/generated/types.gen';
import type { Messages } from '@/i18n/messages';
import type { Action } from '@/ui/actions';

export type EscalationQuestion = 'decline' | 'reassign' | 'priority' | 'resolve' | 'withdraw' | 'redact';

const QUESTIONS: Record<EscalationQuestion, Escalation['allowed'][number]> = {
  decline: 'decline',
  reassign: 'reassign',
  priority: 'raise_priority',
  resolve: 'resolve_escalation',
  withdraw: 'withdraw',
  redact: 'redact',
};

/** The question whose name somebody came with, where they may answer it. */
export function questionFor(escalation: Escalation, name: string | undefined): EscalationQuestion | undefined {
  const known = Object.entries(QUESTIONS) as [EscalationQuestion, Escalation['allowed'][number]][];
  return known.find(([question, needs]) => question === name && escalation.allowed.includes(needs))?.[0];
}

export type EscalationHandlers = {
  accept: () => void;
  close: () => void;
  discuss: () => void;
  remove: () => void;
  restore: () => void;
  ask: (question: EscalationQuestion) => void;
};

type Row = [string, LucideIcon, Escalation['allowed'][number], () => void, Partial<Action>?];

/** What may be done with an escalation now, by its own `allowed`: buttons, palette and keys read this one list. */
export function escalationActions(m: Messages, escalation: Escalation, on: EscalationHandlers): Action[] {
  const words = m.escalations.actions;
  const rows: Row[] = [
    [words.accept, Hand, 'accept', on.accept, { keys: 'a' }],
    [words.resolve, CheckCircle2, 'resolve_escalation', () => on.ask('resolve'), { keys: 's' }],
    [words.ask, HelpCircle, 'discuss', on.discuss, { keys: 'r' }],
    [words.reassign, Send, 'reassign', () => on.ask('reassign')],
    [words.priority, Flag, 'raise_priority', () => on.ask('priority'), { keys: 'p' }],
    [words.close, CircleX, 'close', on.close],
    [words.decline, CircleX, 'decline', () => on.ask('decline'), { apart: true }],
    [words.restore, ArchiveRestore, 'restore_escalation', on.restore],
    [m.desk.redact.action, Eraser, 'redact', () => on.ask('redact'), { apart: true }],
    [words.delete, Trash2, 'delete_escalation', on.remove, { apart: true }],
    [words.withdraw, Undo2, 'withdraw', () => on.ask('withdraw'), { apart: true }],
  ];
  return rows
    .filter(([, , needs]) => escalation.allowed.includes(needs))
    .map(([label, icon, id, run, more]) => ({ id, label, icon, run, ...more }));
}
