import { Button, Group, Popover, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '@/i18n/I18n';
import { type DateRange, type DaySpan, PRESETS, presetSpan, rangeOf, spanOf } from './dateRange';
import { FilterButton } from './FilterButton';

type Props = { label: string; range: DateRange; onChange: (range: DateRange) => void };

/** A span of days, by name or from one to another, in the time zone of the desk. */
export function DateRangeFilter({ label, range, onChange }: Props) {
  const { m, f } = useI18n();
  const words = m.desk.dates;
  const [opened, setOpened] = useState(false);
  const span = spanOf(range, f.timeZone);
  const presets = PRESETS.map((preset) => ({ preset, span: presetSpan(preset, Date.now(), f.timeZone) }));
  const named = presets.find((each) => each.span.first === span.first && each.span.last === span.last);
  const active = span.first !== '' || span.last !== '';
  const choose = (next: DaySpan) => {
    setOpened(false);
    onChange(rangeOf(next, f.timeZone));
  };
  const said = () => {
    if (named) return words.presets[named.preset];
    if (span.last === '') return words.since(f.shortDay(span.first));
    if (span.first === '') return words.until(f.shortDay(span.last));
    return span.first === span.last
      ? f.shortDay(span.first)
      : words.between(f.shortDay(span.first), f.shortDay(span.last));
  };
  return (
    <Popover position="bottom-start" trapFocus returnFocus opened={opened} onChange={setOpened}>
      <Popover.Target>
        <FilterButton active={active} onClick={() => setOpened(!opened)}>
          {active ? `${m.desk.label(label)} ${said()}` : label}
        </FilterButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={m.desk.list.filterBy(label)}>
        <Stack gap={4} w={270}>
          {presets.map((each) => (
            <Button
              key={each.preset}
              size="xs"
              justify="flex-start"
              variant={each.preset === named?.preset ? 'light' : 'subtle'}
              aria-pressed={each.preset === named?.preset}
              onClick={() => choose(each.span)}
            >
              {words.presets[each.preset]}
            </Button>
          ))}
          <Custom key={`${span.first} ${span.last}`} span={span} onChoose={choose} />
          {active && (
            <Button size="xs" variant="subtle" onClick={() => choose({ first: '', last: '' })}>
              {words.any}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function Custom({ span, onChoose }: { span: DaySpan; onChoose: (span: DaySpan) => void }) {
  const { m, f } = useI18n();
  const words = m.desk.dates;
  const [typed, setTyped] = useState(span);
  const wrong = typed.first !== '' && typed.last !== '' && typed.first > typed.last ? words.reversed : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) onChoose(typed);
      }}
    >
      <Group gap="xs" grow align="flex-start" mt="xs">
        <TextInput
          type="date"
          size="xs"
          label={words.first}
          value={typed.first}
          onChange={(event) => setTyped({ ...typed, first: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          size="xs"
          label={words.last}
          value={typed.last}
          error={wrong}
          onChange={(event) => setTyped({ ...typed, last: event.currentTarget.value })}
        />
      </Group>
      <Button type="submit" size="xs" fullWidth mt="xs" variant="default">
        {words.apply}
      </Button>
      <p
        style={{ margin: '0.4rem 0 0', fontSize: 'var(--mantine-font-size-xs)', color: 'var(--mantine-color-dimmed)' }}
      >
        {words.zone(f.timeZone)}
      </p>
    </form>
  );
}
