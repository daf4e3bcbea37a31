import { useI18n } from '@/i18n/I18n';
import { DaySpanPicker } from './DaySpanPicker';
import { type DateRange, rangeOf, spanOf } from './dateRange';

type Props = { label: string; range: DateRange; onChange: (range: DateRange) => void };

/** A filter by time, told in days of the desk and kept in instants. */
export function DateRangeFilter({ label, range, onChange }: Props) {
  const { f } = useI18n();
  return (
    <DaySpanPicker
      label={label}
      span={spanOf(range, f.timeZone)}
      onChoose={(span) => onChange(rangeOf(span, f.timeZone))}
    />
  );
}
