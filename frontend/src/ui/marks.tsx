import { ArrowDown, ArrowUp, Flame, type LucideIcon, Mail, MessagesSquare, Minus, Phone } from 'lucide-react';
import type { Channel, Priority } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Pill, type Tone } from './Pill';

// What more than one kind of record has looks the same on each.

type Look = [Tone, LucideIcon];

const PRIORITY: Record<Priority, Look> = {
  low: ['neutral', ArrowDown],
  medium: ['neutral', Minus],
  high: ['wait', ArrowUp],
  urgent: ['bad', Flame],
};

export const CHANNEL_ICON: Record<Channel, LucideIcon> = { chat: MessagesSquare, call: Phone, email: Mail };

export function PriorityPill({ priority }: { priority: Priority }) {
  const { m } = useI18n();
  const [tone, icon] = PRIORITY[priority];
  return (
    <Pill tone={tone} icon={icon}>
      {m.tickets.priorities[priority]}
    </Pill>
  );
}

export function ChannelPill({ channel }: { channel: Channel }) {
  const { m } = useI18n();
  return (
    <Pill tone="neutral" icon={CHANNEL_ICON[channel]}>
      {m.tickets.compose.channels[channel]}
    </Pill>
  );
}
