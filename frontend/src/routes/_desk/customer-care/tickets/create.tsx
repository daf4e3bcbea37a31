import { Box, Grid, Stack, Text } from '@mantine/core';
import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { getInteractionOptions } from '@/api/generated/@tanstack/react-query.gen';
import { zCreateTicketBody } from '@/api/generated/zod.gen';
import { searchBy } from '@/api/search';
import { ChosenCustomer, ChosenCustomerLine } from '@/app/ChosenCustomer';
import { requireArea } from '@/app/guard';
import { CustomerPicker } from '@/features/customers/CustomerPicker';
import { InteractionLines } from '@/features/interactions/InteractionLines';
import { currentSummary } from '@/features/interactions/summary';
import { TicketCreate } from '@/features/tickets/TicketCreate';
import { useI18n } from '@/i18n/I18n';
import { LinkButton } from '@/ui/LinkButton';
import { PageHeader } from '@/ui/PageHeader';

const validateSearch = searchBy(zCreateTicketBody, ['customer_id', 'interaction_id']);

export const Route = createFileRoute('/_desk/customer-care/tickets/create')({
  validateSearch,
  beforeLoad: ({ context }) => requireArea(context.me, 'newTicket'),
  loaderDeps: ({ search }) => ({ id: search.interaction_id }),
  loader: ({ context, deps: { id } }) => id && context.queryClient.fetchQuery(getInteractionOptions({ path: { id } })),
  component: NewTicket,
});

function NewTicket() {
  const { m } = useI18n();
  const { me } = Route.useRouteContext();
  const { customer_id: customerId, interaction_id: interactionId } = Route.useSearch();
  const interaction = Route.useLoaderData();
  const navigate = useNavigate();
  if (!customerId) {
    return (
      <>
        <PageHeader title={m.tickets.create} />
        <CustomerPicker onPick={(id) => navigate({ to: '.', search: { customer_id: id } })} then="ticket" />
      </>
    );
  }
  return (
    <>
      <PageHeader title={m.tickets.create} />
      <ChosenCustomerLine customerId={customerId} />
      <Grid>
        <Grid.Col span={{ base: 12, md: 8 }}>
          {interaction && (
            <Box mb="md">
              <InteractionLines title={m.interactions.linked} interactions={[interaction]} nothing="" />
              <Text size="sm" c="dimmed" mt="xs">
                {m.tickets.fromInteractionAbout}
              </Text>
            </Box>
          )}
          <TicketCreate
            key={customerId}
            customerId={customerId}
            interactionId={interactionId}
            summary={interaction ? currentSummary(interaction) : undefined}
            me={me}
            onOpened={({ number }) =>
              navigate({ to: '/customer-care/tickets/$ticketId', params: { ticketId: number }, replace: true })
            }
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack>
            <ChosenCustomer
              customerId={customerId}
              change={
                <LinkButton to="/customer-care/tickets/create" variant="default">
                  {m.customers.change}
                </LinkButton>
              }
            />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}
