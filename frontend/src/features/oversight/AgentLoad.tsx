import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { LoadAnswer, ReportAgent } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Waited } from '@/ui/Waited';
import classes from './Oversight.module.css';

type Props = { agent: ReportAgent; load: LoadAnswer; mayReassign: boolean };

/** What somebody holds now, and for admins the way to give it to others. */
export function AgentLoad({ agent, load, mayReassign }: Props) {
  const { m, f } = useI18n();
  const words = m.oversight.load;
  const { open, pending, escalated, active_interactions: running, oldest_waiting_since: oldest } = load;
  const held = [
    open > 0 && words.open(open),
    pending > 0 && words.pending(pending),
    escalated > 0 && words.escalated(escalated),
    running > 0 && words.interactions(running),
  ].filter((each) => each !== false);
  return (
    <>
      <div>{held.length > 0 ? f.list(held) : words.none}</div>
      {oldest && (
        <Text size="xs" c="dimmed">
          {m.desk.label(words.oldest)} <Waited since={oldest} />
        </Text>
      )}
      {mayReassign && open + pending > 0 && <Reassign agentId={agent.id} />}
    </>
  );
}

function Reassign({ agentId }: { agentId: string }) {
  const { m } = useI18n();
  return (
    <Link
      to="/customer-care/tickets"
      search={{ assignee: [agentId], status: ['open', 'pending'] }}
      className={classes.number}
      data-screen-only
    >
      {m.oversight.reassign}
    </Link>
  );
}
