import { useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useI18n } from '@/i18n/I18n';
import { announce } from '@/ui/announce';
import { writeDraft } from '@/ui/useDraft';
import { composerId } from './ComposerBox';
import { addToReply, answerKey, type Kind } from './drafts';

/** Which box of a ticket one writes in, and the ways into it. */
export function useWriting(ticketId: string) {
  const { m } = useI18n();
  const compose = useLocation({ select: ({ state }) => state.compose });
  const [kind, setKind] = useState<Kind>(compose === 'note' ? 'note' : 'reply');
  // Who came by R or N wants to write at once.
  useEffect(() => {
    if (compose === 'reply' || compose === 'note') document.getElementById(composerId(compose))?.focus();
  }, [compose]);
  const write = (next: Kind) => {
    flushSync(() => setKind(next));
    document.getElementById(composerId(next))?.focus();
  };
  /** Puts the answer to an escalation into the box of the reply, behind what is there. */
  const use = (escalationId: string, answer: string) => {
    addToReply(ticketId, answer);
    writeDraft(answerKey(ticketId), escalationId);
    write('reply');
    announce(m.escalations.used);
  };
  return { kind, setKind, write, use };
}
