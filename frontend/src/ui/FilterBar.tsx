import { Button, Checkbox, Group, Popover, Stack } from '@mantine/core';
import { ChevronDown, X } from 'lucide-react';
import { useI18n } from '@/i18n/I18n';
import classes from './FilterBar.module.css';

export type Filter = {
  id: string;
  label: string;
  choices: { value: string; label: string }[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
};

/** Filters with several values each. They merge: choosing in one leaves the others alone. */
export function FilterBar({ filters, onClear }: { filters: Filter[]; onClear: () => void }) {
  const { m } = useI18n();
  const active = filters.filter(({ chosen }) => chosen.length > 0);
  return (
    <Group gap="xs" role="group" aria-label={m.desk.list.filters}>
      {filters.map((filter) => (
        <OneFilter key={filter.id} filter={filter} />
      ))}
      {active.length > 0 && (
        <Button size="xs" variant="subtle" leftSection={<X size={14} aria-hidden />} onClick={onClear}>
          {m.desk.list.clear}
        </Button>
      )}
    </Group>
  );
}

function OneFilter({ filter }: { filter: Filter }) {
  const { m, f } = useI18n();
  const { label, choices, chosen, onChange } = filter;
  const words = choices.filter(({ value }) => chosen.includes(value)).map((choice) => choice.label);
  return (
    <Popover position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          className={classes.filter}
          data-active={words.length > 0 || undefined}
          rightSection={<ChevronDown size={14} aria-hidden />}
        >
          {words.length > 0 ? `${label}: ${f.list(words)}` : label}
        </Button>
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
