import { Alert, Button, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { Problem } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { problemText, RequestId } from './notify';

/** Something could not be loaded, where it would have stood. */
export function Failure({ title, problem, retry }: { title: string; problem: Problem; retry: () => void }) {
  const { m } = useI18n();
  return (
    <Alert color="red" title={title} icon={<TriangleAlert aria-hidden />} role="group" aria-label={title}>
      <Text size="sm">{problemText(m, problem)}</Text>
      <RequestId m={m} problem={problem} />
      <Button mt="sm" size="xs" variant="default" onClick={retry}>
        {m.desk.list.retry}
      </Button>
    </Alert>
  );
}
