import { useQuery } from '@tanstack/react-query';
import { listEscalationsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { EscalationLines } from './EscalationLines';

/** What of a customer's interactions waits for an answer, `except` what was raised from the interaction it stands beside. */
export function OpenEscalations({ customerId, except }: { customerId: string; except?: string }) {
  const { m } = useI18n();
  const title = m.escalations.openOfCustomer;
  const { data, error, refetch } = useQuery({
    ...listEscalationsOptions({
      query: { customer_id: customerId, status: ['pending', 'in_progress'], source_type: ['interaction'], limit: 10 },
    }),
    refetchInterval: 30_000,
  });
  if (error && !data) return <Failure title={title} problem={error} retry={refetch} />;
  const others = (data?.data ?? []).filter(({ source }) => source.id !== except);
  if (others.length === 0) return null;
  return <EscalationLines title={title} escalations={others} nothing="" />;
}
