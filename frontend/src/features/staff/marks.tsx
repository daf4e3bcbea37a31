import { CircleCheck, CircleSlash } from 'lucide-react';
import { useI18n } from '@/i18n/I18n';
import { Pill } from '@/ui/Pill';

export function ActivePill({ active }: { active: boolean }) {
  const { m } = useI18n();
  return (
    <Pill tone={active ? 'good' : 'neutral'} icon={active ? CircleCheck : CircleSlash}>
      {active ? m.staff.active : m.staff.inactive}
    </Pill>
  );
}
