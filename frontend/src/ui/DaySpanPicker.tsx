import { Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '@/i18n/I18n';
import { type DaySpan, PRESETS, presetSpan } from './dateRange';
import { FilterButton } from './FilterButton';

type Props = {
  label: string;
  span: DaySpan;
  onChoose: (span: DaySpan) => void;
  /** Whether it has to have both ends: there is no “any time”. */
  closed?: boolean;
};

/** A span of days, by name or from one to another, in the time zone of the desk. */
export function DaySpanPicker({ label, span, onChoose, closed = false }: Props) {
  const { m, f } = useI18n();
  const words = m.desk.dates;
  const [opened, setOpened] = useState(false);
  const presets = PRESETS.map((preset) => ({ preset, span: presetSpan(preset, Date.now(), f.timeZone) }));
  const named = presets.find((each) => each.span.first === span.first && each.span.last === span.last);
  const active = span.first !== '' || span.last !== '';
  const choose = (next: DaySpan) => {
    setOpened(false);
    onChoose(next);
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
      <Popover.Dropdown aria-label={closed ? label : m.desk.list.filterBy(label)}>
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
          <Custom key={`${span.first} ${span.last}`} span={span} onChoose={choose} closed={closed} />
          {active && !closed && (
            <Button size="xs" variant="subtle" onClick={() => choose({ first: '', last: '' })}>
              {words.any}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

type CustomProps = { span: DaySpan; onChoose: (span: DaySpan) => void; closed: boolean };

function Custom({ span, onChoose, closed }: CustomProps) {
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
          required={closed}
          withAsterisk={false}
          onChange={(event) => setTyped({ ...typed, first: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          size="xs"
          label={words.last}
          value={typed.last}
          required={closed}
          withAsterisk={false}
          error={wrong}
          onChange={(event) => setTyped({ ...typed, last: event.currentTarget.value })}
        />
      </Group>
      <Button type="submit" size="xs" fullWidth mt="xs" variant="default">
        {words.apply}
      </Button>
      <Text size="xs" c="dimmed" mt={6}>
        {words.zone(f.timeZone)}
      </Text>
    </form>
  );
}
