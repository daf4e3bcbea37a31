import { createFileRoute } from '@tanstack/react-router';
import { getInteractionOptions } from '@/api/generated/@tanstack/react-query.gen';
import { requireArea } from '@/app/guard';
import { OneInteraction } from '@/app/OneInteraction';

/** The interaction with the question of whom to ask already open. */
export const Route = createFileRoute('/_desk/customer-care/interactions/$interactionId_/escalate')({
  beforeLoad: ({ context }) => requireArea(context.me, 'newInteraction'),
  loader: ({ context, params }) =>
    context.queryClient.ensureQueryData(getInteractionOptions({ path: { id: params.interactionId } })),
  component: Escalate,
});

function Escalate() {
  const { me } = Route.useRouteContext();
  const { interactionId } = Route.useParams();
  return <OneInteraction key={interactionId} interactionId={interactionId} me={me} raise />;
}
