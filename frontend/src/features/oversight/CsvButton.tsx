import { Button } from '@mantine/core';
import { Download } from 'lucide-react';
import type { ReportPeriod } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { notifyDone } from '@/ui/notify';

type Props = {
  /** What the file is called, before the days. */
  name: string;
  period?: Pick<ReportPeriod, 'from' | 'to'>;
  /** Of which table, where a page has several. */
  table?: string;
  csv: () => string;
};

/** Saves a table as it stands on the page. */
export function CsvButton({ name, period, table, csv }: Props) {
  const { m } = useI18n();
  const words = m.oversight;
  const file = `${[name, period?.from, period?.to].filter(Boolean).join('-')}.csv`;
  const save = () => {
    saveAs(file, new Blob([csv()], { type: 'text/csv;charset=utf-8' }));
    notifyDone(m, words.saved(file));
  };
  return (
    <Button
      variant="default"
      size={table ? 'compact-sm' : undefined}
      leftSection={<Download size={table ? 14 : 16} aria-hidden />}
      aria-label={table && `${words.csv}: ${table}`}
      onClick={save}
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
