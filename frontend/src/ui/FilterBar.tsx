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

/** Yes, no, or whichever. */
type FlagFilter = {
  kind: 'flag';
  id: string;
  label: string;
  words: { yes: string; no: string };
  chosen: boolean | undefined;
  onChange: (chosen: boolean | undefined) => void;
};

export type Filter = ChoiceFilter | RangeFilter | FlagFilter;

function isActive(filter: Filter): boolean {
  if (filter.kind === 'choice') return filter.chosen.length > 0;
  if (filter.kind === 'flag') return filter.chosen !== undefined;
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
      {filters.map((filter) => (
        <OneFilter key={filter.id} filter={filter} />
      ))}
      {filters.some(isActive) && (
        <Button size="xs" variant="subtle" leftSection={<X size={14} aria-hidden />} onClick={onClear}>
          {m.desk.list.clear}
        </Button>
      )}
    </Group>
  );
}

function OneFilter({ filter }: { filter: Filter }) {
  switch (filter.kind) {
    case 'range':
      return <DateRangeFilter label={filter.label} range={filter.range} onChange={filter.onChange} />;
    case 'flag': {
      const { id, label, words, chosen, onChange } = filter;
      const choices = [
        { value: 'true', label: words.yes },
        { value: 'false', label: words.no },
      ];
      const ticked = chosen === undefined ? [] : [String(chosen)];
      // Of the two the one ticked last counts.
      const tick = (both: string[]) => onChange(both.length > 0 ? both.at(-1) === 'true' : undefined);
      return <Choices filter={{ kind: 'choice', id, label, choices, chosen: ticked, onChange: tick }} />;
    }
    case 'choice':
      return <Choices filter={filter} />;
  }
}

function Choices({ filter }: { filter: ChoiceFilter }) {
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
