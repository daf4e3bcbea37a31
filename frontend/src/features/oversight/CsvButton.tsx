import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import type { Problem } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { notifyDone, notifyProblem } from '@/ui/notify';

/** How a report asks its own address for lines instead. */
export type AsCsv = (how: {
  headers: { Accept: 'text/csv' };
  parseAs: 'blob';
  throwOnError: true;
}) => Promise<{ data: unknown }>;

type Props = { file: string; ask: AsCsv };

/** Saves a report as lines: the same address, so the same numbers. */
export function CsvButton({ file, ask }: Props) {
  const { m } = useI18n();
  const words = m.oversight;
  const { mutate, isPending } = useMutation<void, Problem>({
    mutationFn: async () => {
      const { data } = await ask({ headers: { Accept: 'text/csv' }, parseAs: 'blob', throwOnError: true });
      saveAs(file, data as Blob);
    },
    onSuccess: () => notifyDone(m, words.saved(file)),
    onError: (problem) => notifyProblem(m, problem),
  });
  return (
    <Button
      variant="default"
      leftSection={<Download size={16} aria-hidden />}
      loading={isPending}
      onClick={() => mutate()}
      data-screen-only
    >
      {words.csv}
    </Button>
  );
}

function saveAs(file: string, blob: Blob) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = file;
  link.click();
  URL.revokeObjectURL(url);
}
