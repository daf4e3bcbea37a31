import { Link } from '@tanstack/react-router';
import type { Interaction } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { lasted } from '@/ui/Elapsed';
import { Facts, Panel } from '@/ui/Panel';

/** When, who and how of an interaction. */
export function InteractionFacts({ interaction }: { interaction: Interaction }) {
  const { m, f } = useI18n();
  const words = m.interactions;
  const { ticket, duration_seconds: seconds, logged_by: logger, agent } = interaction;
  return (
    <Panel title={words.details}>
      <Facts
        facts={[
          [words.agent, agent?.name ?? words.unattended],
          [words.direction, words.directions[interaction.direction]],
          [words.startedAt, f.exact(interaction.started_at)],
          [words.endedAt, interaction.ended_at && f.exact(interaction.ended_at)],
          [words.outcome, interaction.no_answer && words.noAnswer],
          [words.duration, seconds !== null && lasted(m, seconds)],
          [
            words.linkedTicket,
            ticket && (
              <Link to="/customer-care/tickets/$ticketId" params={{ ticketId: ticket.number }}>
                {ticket.subject ?? ticket.number}
              </Link>
            ),
          ],
          [words.loggedBy, logger?.id !== agent?.id && logger?.name],
        ].map(([name, value]) => [String(name), value === false ? undefined : value])}
      />
    </Panel>
  );
}
