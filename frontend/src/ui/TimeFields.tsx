import { SimpleGrid, Text, TextInput } from '@mantine/core';
import { useI18n } from '@/i18n/I18n';

type Times = { started_at: string; ended_at: string };
type Props = {
  times: Times;
  onChange: (times: Times) => void;
  faults: Partial<Record<keyof Times, string>>;
  ended?: boolean;
};

/** When something began and ended, in the desk's time. */
export function TimeFields({ times, onChange, faults, ended = true }: Props) {
  const { m, f } = useI18n();
  const words = m.interactions.times;
  return (
    <div>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          type="datetime-local"
          label={words.started_at}
          value={times.started_at}
          error={faults.started_at}
          onChange={(event) => onChange({ ...times, started_at: event.currentTarget.value })}
        />
        {ended && (
          <TextInput
            type="datetime-local"
            label={words.ended_at}
            value={times.ended_at}
            error={faults.ended_at}
            onChange={(event) => onChange({ ...times, ended_at: event.currentTarget.value })}
          />
        )}
      </SimpleGrid>
      <Text size="xs" c="dimmed" mt={4}>
        {words.zone(f.timeZone)}
      </Text>
    </div>
  );
}
