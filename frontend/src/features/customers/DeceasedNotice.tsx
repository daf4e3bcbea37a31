import { Alert } from '@mantine/core';
import { Flower2 } from 'lucide-react';
import type { Customer } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';

/** Whoever opens the record is to know it before they say a word. */
export function DeceasedNotice({ customer }: { customer: Customer }) {
  const { m, f } = useI18n();
  const words = m.customers.died;
  if (!customer.deceased) return null;
  const title = customer.deceased_at ? words.on(f.day(customer.deceased_at.slice(0, 10))) : words.unknown;
  return (
    <Alert variant="default" mb="md" icon={<Flower2 aria-hidden />} title={title} role="group" aria-label={title}>
      {words.about}
    </Alert>
  );
}
