import { createFileRoute } from '@tanstack/react-router';
import { getEscalationOptions } from '@/api/generated/@tanstack/react-query.gen';
import { requireArea } from '@/app/guard';
import { OneEscalation } from '@/app/OneEscalation';

export const Route = createFileRoute('/_desk/customer-care/escalations/$escalationId')({
  beforeLoad: ({ context }) => requireArea(context.me, 'escalations'),
  loader: ({ context, params }) =>
    context.queryClient.ensureQueryData(getEscalationOptions({ path: { id: params.escalationId } })),
  component: Escalation,
});

function Escalation() {
  const { me } = Route.useRouteContext();
  const { escalationId } = Route.useParams();
  return <OneEscalation key={escalationId} escalationId={escalationId} me={me} />;
}
