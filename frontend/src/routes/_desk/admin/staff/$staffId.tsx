import { createFileRoute } from '@tanstack/react-router';
import { getStaffOptions } from '@/api/generated/@tanstack/react-query.gen';
import { requireArea } from '@/app/guard';
import { StaffPage } from '@/features/staff/StaffPage';

export const Route = createFileRoute('/_desk/admin/staff/$staffId')({
  beforeLoad: ({ context }) => requireArea(context.me, 'staff'),
  loader: ({ context, params }) =>
    context.queryClient.ensureQueryData(getStaffOptions({ path: { id: params.staffId } })),
  component: Colleague,
});

function Colleague() {
  const { staffId } = Route.useParams();
  return <StaffPage key={staffId} staffId={staffId} />;
}
