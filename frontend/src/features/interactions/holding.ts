import type { Messages } from '@/i18n/messages';
import type { useDoing } from '@/ui/useDoing';
import { sendStatus } from './interactionCalls';

type Status = 'active' | 'pending';

/** Puts an interaction on hold or takes it up again; the notice takes that back. */
export function hold(m: Messages, run: ReturnType<typeof useDoing>['run'], id: string, status: Status) {
  const before: Status = status === 'active' ? 'pending' : 'active';
  run({
    run: () => sendStatus(id, status),
    said: m.interactions.done.status[status],
    undo: () => run({ run: () => sendStatus(id, before), said: m.tickets.undone }),
  });
}
