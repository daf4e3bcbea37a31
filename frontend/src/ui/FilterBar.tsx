import { Button, Checkbox, Group, Popover, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { SlidersHorizontal, X } from 'lucide-react';
import { useI18n } from '@/i18n/I18n';
import { DateRangeFilter } from './DateRangeFilter';
import type { DateRange } from './dateRange';
import classes from './FilterBar.module.css';
import { FilterButton } from './FilterButton';

type ChoiceFilter = {
  kind: 'choice';
  id: string;
  label: string;
  choices: { value: string; label: string }[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
};

type RangeFilter = { kind: 'range'; id: string; label: string; range: DateRange; onChange: (range: DateRange) => void };

export type Filter = ChoiceFilter | RangeFilter;

function isActive(filter: Filter): boolean {
  if (filter.kind === 'choice') return filter.chosen.length > 0;
  return filter.range.from !== undefined || filter.range.until !== undefined;
}

/**
 * Filters with several values each. They merge: choosing in one leaves the others alone. On a phone those that are not
 * in use are put away behind one button.
 */
export function FilterBar({ filters, onClear }: { filters: Filter[]; onClear: () => void }) {
  const { m } = useI18n();
  const [open, { toggle }] = useDisclosure();
  return (
    <Group gap="xs" role="group" aria-label={m.desk.list.filters} className={open ? undefined : classes.folded}>
      <Button
        size="xs"
        variant="default"
        leftSection={<SlidersHorizontal size={14} aria-hidden />}
        aria-expanded={open}
        onClick={toggle}
        className={classes.fold}
      >
        {m.desk.list.filters}
      </Button>
      {filters.map((filter) =>
        filter.kind === 'choice' ? (
          <OneFilter key={filter.id} filter={filter} />
        ) : (
          <DateRangeFilter key={filter.id} label={filter.label} range={filter.range} onChange={filter.onChange} />
        ),
      )}
      {filters.some(isActive) && (
        <Button size="xs" variant="subtle" leftSection={<X size={14} aria-hidden />} onClick={onClear}>
          {m.desk.list.clear}
        </Button>
      )}
    </Group>
  );
}

function OneFilter({ filter }: { filter: ChoiceFilter }) {
  const { m, f } = useI18n();
  const { label, choices, chosen, onChange } = filter;
  const words = choices.filter(({ value }) => chosen.includes(value)).map((choice) => choice.label);
  return (
    <Popover position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <FilterButton active={words.length > 0}>
          {words.length > 0 ? `${m.desk.label(label)} ${f.list(words)}` : label}
        </FilterButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={m.desk.list.filterBy(label)}>
        <Checkbox.Group value={chosen} onChange={onChange} aria-label={m.desk.list.filterBy(label)}>
          <Stack gap="xs" mah={320} className={classes.choices}>
            {choices.map(({ value, label: word }) => (
              <Checkbox key={value} value={value} label={word} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
