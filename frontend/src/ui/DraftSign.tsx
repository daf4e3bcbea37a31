import { PenLine } from 'lucide-react';
import { useI18n } from '@/i18n/I18n';
import { Pill } from './Pill';
import { useHasDraft } from './useDraft';

/** In a list: something typed about a record has not been sent. `of` is how the names of its drafts begin. */
export function DraftSign({ of }: { of: string }) {
  const { m } = useI18n();
  if (!useHasDraft(of)) return null;
  return (
    <Pill tone="note" icon={PenLine}>
      {m.desk.draft.sign}
    </Pill>
  );
}
