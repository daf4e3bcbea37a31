import { useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import type { Me } from '@/api/generated/types.gen';
import { EscalationList } from '@/features/escalations/EscalationList';
import type { EscalationSearch } from '@/features/escalations/escalationFilters';
import { maySee } from './home';

/** The list of escalations, for each of its addresses. */
export function EscalationDesk({ me, search }: { me: Me; search: EscalationSearch }) {
  const navigate = useNavigate();
  const router = useRouter();
  const pageNumber = useLocation({ select: ({ state }) => state.pageNumber ?? 1 });
  return (
    <EscalationList
      me={me}
      search={search}
      pageNumber={pageNumber}
      onSearch={(next, page) => navigate({ to: '.', search: next, state: { pageNumber: page }, resetScroll: false })}
      mayRestore={maySee(me, 'deleted')}
      onBack={() => router.history.back()}
    />
  );
}
