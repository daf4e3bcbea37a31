import {
  CalendarDays,
  CheckCircle2,
  CircleDot,
  CreditCard,
  Hourglass,
  type LucideIcon,
  Stethoscope,
  TrendingUp,
  Wrench,
} from 'lucide-react';
import type { Category, TicketStatus } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Pill, type Tone } from '@/ui/Pill';

// One look for each status and category, everywhere; priority and channel are in `ui/marks`.

type Look = [Tone, LucideIcon];

const STATUS: Record<TicketStatus, Look> = {
  open: ['info', CircleDot],
  pending: ['wait', Hourglass],
  resolved: ['good', CheckCircle2],
  escalated: ['bad', TrendingUp],
};

const CATEGORY: Record<Category, Look> = {
  billing: ['neutral', CreditCard],
  appointment: ['neutral', CalendarDays],
  technical: ['neutral', Wrench],
  medical: ['neutral', Stethoscope],
};

export function StatusPill({ status }: { status: TicketStatus }) {
  const { m } = useI18n();
  const [tone, icon] = STATUS[status];
  return (
    <Pill tone={tone} icon={icon}>
      {m.tickets.statuses[status]}
    </Pill>
  );
}

export function CategoryPill({ category }: { category: Category }) {
  const { m } = useI18n();
  const [tone, icon] = CATEGORY[category];
  return (
    <Pill tone={tone} icon={icon}>
      {m.tickets.categories[category]}
    </Pill>
  );
}
