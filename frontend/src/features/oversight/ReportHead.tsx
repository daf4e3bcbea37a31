import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ReportPeriod } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { dayOf } from '@/i18n/zone';
import { DaySpanPicker } from '@/ui/DaySpanPicker';
import { PageHeader } from '@/ui/PageHeader';
import { CsvButton } from './CsvButton';
import { PrintButton } from './PrintButton';
import { type PeriodSearch, spanOfSearch } from './reports';

export type OnPeriod = (period: Required<PeriodSearch>) => void;

type Props = {
  title: string;
  tab?: string;
  /** What its file is called, before the days. */
  name?: string;
  search: PeriodSearch;
  onPeriod: OnPeriod;
  /** What is saved of it as a file, once it is there; none where each of its tables has a button of its own. */
  csv?: () => string;
  /** What the desk counted, once it has answered. */
  period?: ReportPeriod;
  above?: ReactNode;
  actions?: ReactNode;
};

/** The head of a report: of which days it is, and how to have it on paper or in a sheet. */
export function ReportHead({ title, tab, name = '', search, onPeriod, csv, period, above, actions }: Props) {
  const { m, f } = useI18n();
  const span = spanOfSearch(search, f.timeZone);
  return (
    <>
      <PageHeader
        title={title}
        tab={tab}
        above={above}
        below={period && <PeriodLine period={period} />}
        actions={
          <>
            {actions}
            <PrintButton />
            {csv && period && <CsvButton name={name} period={period} csv={csv} />}
          </>
        }
      />
      <Group mb="md" data-screen-only>
        <DaySpanPicker
          label={m.oversight.period}
          span={span}
          closed
          onChoose={({ first, last }) => onPeriod({ from: first, to: last })}
        />
      </Group>
    </>
  );
}

function PeriodLine({ period }: { period: ReportPeriod }) {
  const { m, f } = useI18n();
  const words = m.oversight;
  const days = (from: string, to: string) => words.days(f.shortDay(from), f.shortDay(to));
  return (
    <Text c="dimmed" size="sm">
      {days(period.from, period.to)}, {words.compared(days(period.before_from, period.before_to))}.
      {dayOf(period.at, period.time_zone) === period.to && ` ${words.stillOn(f.exact(period.until))}`}{' '}
      {m.desk.dates.zone(period.time_zone)}.
    </Text>
  );
}
