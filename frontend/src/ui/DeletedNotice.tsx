import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { getStaffOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useI18n } from '@/i18n/I18n';
import { RelativeTime } from './RelativeTime';

/** Says above a record that it is hidden from everybody else, and by whom; its actions bring it back. */
export function DeletedNotice({ at, by = '' }: { at?: string; by?: string }) {
  const { m } = useI18n();
  const { title, about, byWhom } = m.desk.hidden;
  const { data: colleague } = useQuery({ ...getStaffOptions({ path: { id: by } }), enabled: by !== '' });
  if (!at) return null;
  return (
    <Alert variant="default" mb="md" icon={<Trash2 aria-hidden />} title={title} role="group" aria-label={title}>
      {about} {colleague && byWhom(colleague.name)} <RelativeTime at={at} />
    </Alert>
  );
}
