import { Flower2 } from 'lucide-react';
import { useI18n } from '@/i18n/I18n';
import { Pill } from '@/ui/Pill';

export function DeceasedPill() {
  const { m } = useI18n();
  return (
    <Pill tone="neutral" icon={Flower2}>
      {m.customers.deceased}
    </Pill>
  );
}
