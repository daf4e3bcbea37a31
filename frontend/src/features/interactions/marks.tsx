import { CheckCircle2, Hourglass, type LucideIcon, Radio } from 'lucide-react';
import type { Interaction, InteractionStatus } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';
import { Pill, type Tone } from '@/ui/Pill';

const STATUS: Record<InteractionStatus, [Tone, LucideIcon]> = {
  active: ['info', Radio],
  pending: ['wait', Hourglass],
  resolved: ['good', CheckCircle2],
};

export function InteractionPill({ status }: { status: InteractionStatus }) {
  const { m } = useI18n();
  const [tone, icon] = STATUS[status];
  return (
    <Pill tone={tone} icon={icon}>
      {m.interactions.statuses[status]}
    </Pill>
  );
}

export function interactionTitle(m: Messages, { channel, customer }: Interaction): string {
  return m.interactions.with(m.interactions.one[channel], customer.name);
}
