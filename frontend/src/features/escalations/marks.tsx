import { CheckCircle2, CircleX, Hand, Hourglass, type LucideIcon } from 'lucide-react';
import type { Escalation, EscalationStatus } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';
import { Pill, type Tone } from '@/ui/Pill';

const STATUS: Record<EscalationStatus, [Tone, LucideIcon]> = {
  pending: ['wait', Hourglass],
  in_progress: ['info', Hand],
  resolved: ['good', CheckCircle2],
  closed: ['neutral', CircleX],
};

export function EscalationPill({ status }: { status: EscalationStatus }) {
  const { m } = useI18n();
  const [tone, icon] = STATUS[status];
  return (
    <Pill tone={tone} icon={icon}>
      {m.escalations.statuses[status]}
    </Pill>
  );
}

/** Whom it asks, by name or as a pool. */
export function targetName(m: Messages, { target }: Pick<Escalation, 'target'>): string {
  return target.staff?.name ?? m.escalations.pools[target.role];
}

export function sourceTitle(m: Messages, { source }: Pick<Escalation, 'source'>): string {
  if (source.subject) return source.subject;
  return source.channel
    ? m.escalations.fromInteraction(m.tickets.compose.channels[source.channel])
    : m.escalations.untitled;
}
