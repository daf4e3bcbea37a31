import { createFileRoute } from '@tanstack/react-router';
import { getInteractionOptions } from '@/api/generated/@tanstack/react-query.gen';
import { requireArea } from '@/app/guard';
import { OneInteraction } from '@/app/OneInteraction';

export const Route = createFileRoute('/_desk/admin/customer-care-oversight/interactions/$interactionId')({
  beforeLoad: ({ context }) => requireArea(context.me, 'records'),
  loader: ({ context, params }) =>
    context.queryClient.ensureQueryData(getInteractionOptions({ path: { id: params.interactionId } })),
  component: Interaction,
});

function Interaction() {
  const { me } = Route.useRouteContext();
  const { interactionId } = Route.useParams();
  return <OneInteraction key={interactionId} interactionId={interactionId} me={me} />;
}
