import { LogOut } from 'lucide-react';
import { useI18n } from '@/i18n/I18n';
import { Pill } from './Pill';

/** In a row that stands still: the record has left the list since, and the rest of the row is as it was then. */
export function LeftSign() {
  const { m } = useI18n();
  return (
    <Pill tone="neutral" icon={LogOut}>
      {m.desk.list.left}
    </Pill>
  );
}
