import { Alert } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { useI18n } from '@/i18n/I18n';
import { RelativeTime } from './RelativeTime';

/** Says above a record that it is hidden from everybody else; its actions bring it back. */
export function DeletedNotice({ at }: { at?: string }) {
  const { m } = useI18n();
  const { title, about } = m.desk.hidden;
  if (!at) return null;
  return (
    <Alert variant="default" mb="md" icon={<Trash2 aria-hidden />} title={title} role="group" aria-label={title}>
      {about} <RelativeTime at={at} />
    </Alert>
  );
}
