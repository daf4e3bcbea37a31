import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Problem } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { usePatience } from '@/ui/usePatience';

type Asked<Data> = { data?: Data; error: Problem | null; isPending: boolean; refetch: () => unknown };

/** A report while it is fetched, when that failed, and as it is. What is shown stays when reading it again fails. */
export function Report<Data>({ query, children }: { query: Asked<Data>; children: (data: Data) => ReactNode }) {
  const { m } = useI18n();
  const { data, error, isPending, refetch } = query;
  const patient = usePatience(isPending);
  return (
    <Stack gap="lg">
      {patient && <Skeleton h={420} aria-busy="true" aria-label={m.desk.list.loading} role="group" />}
      {error && <Failure title={m.oversight.failed} problem={error} retry={() => void refetch()} />}
      {data !== undefined && !patient && children(data)}
    </Stack>
  );
}
