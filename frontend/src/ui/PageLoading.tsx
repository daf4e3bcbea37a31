import { Skeleton, Stack } from '@mantine/core';
import { useI18n } from '@/i18n/I18n';
import { usePatience } from './usePatience';

/** In place of a page that is being read: nothing for a short wait, then its outline. */
export function PageLoading() {
  const { m } = useI18n();
  const patient = usePatience(true);
  if (!patient) return null;
  return (
    <Stack role="group" aria-busy="true" aria-label={m.desk.list.loading}>
      <Skeleton h={34} w="min(60%, 28rem)" />
      <Skeleton h={140} />
      <Skeleton h={220} />
    </Stack>
  );
}
