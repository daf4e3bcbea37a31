import { createFileRoute, useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { StaffList } from '@/features/staff/StaffList';
import { staffSearch } from '@/features/staff/staffSearch';

export const Route = createFileRoute('/_desk/admin/staff/')({
  validateSearch: staffSearch,
  beforeLoad: ({ context }) => requireArea(context.me, 'staff'),
  component: Colleagues,
});

function Colleagues() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  const router = useRouter();
  const pageNumber = useLocation({ select: ({ state }) => state.pageNumber ?? 1 });
  return (
    <StaffList
      search={search}
      pageNumber={pageNumber}
      onSearch={(next, page) => navigate({ to: '.', search: next, state: { pageNumber: page }, resetScroll: false })}
      onBack={() => router.history.back()}
    />
  );
}
