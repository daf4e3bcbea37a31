import { useQuery } from '@tanstack/react-query';
import { getEscalationOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useDraft } from '@/ui/useDraft';
import { answerKey } from './drafts';

const inOneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** The answer to an escalation that was taken into the reply, as long as that escalation can be closed. */
export function useAnswer(ticketId: string) {
  const [id, setId] = useDraft(answerKey(ticketId));
  const { data } = useQuery({ ...getEscalationOptions({ path: { id } }), enabled: id !== '' });
  const closable = id !== '' && data?.allowed.includes('close') ? data : undefined;
  return {
    escalationId: closable?.id,
    isIn: (text: string) => inOneLine(text).includes(inOneLine(closable?.outcome ?? '')),
    sent: () => setId(''),
  };
}
