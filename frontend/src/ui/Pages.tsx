import { Button, Group, Text } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { PageInfo } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';

type Props = { page?: PageInfo; number: number; onNext: (cursor: string) => void; onBack: () => void };

/** The way through a list that is read by cursor: on, and back the way one came. */
export function Pages({ page, number, onNext, onBack }: Props) {
  const { m, f } = useI18n();
  const next = page?.next_cursor;
  if (!page || (number === 1 && !next && !page.total)) return null;
  // That there are none is said in the list's own place.
  const total = page.total ? f.number(page.total) : undefined;
  return (
    <Group component="nav" aria-label={m.desk.list.pages} justify="space-between" mt="sm" mih={36}>
      <Text size="sm" c="dimmed">
        {total && (page.total_capped ? m.desk.list.atLeast(total) : m.desk.list.of(total))}
      </Text>
      <Group data-screen-only gap="xs">
        {number > 1 && (
          <Button size="xs" variant="default" leftSection={<ChevronLeft size={16} aria-hidden />} onClick={onBack}>
            {m.desk.list.back}
          </Button>
        )}
        {next && (
          <Button
            size="xs"
            variant="default"
            rightSection={<ChevronRight size={16} aria-hidden />}
            onClick={() => onNext(next)}
          >
            {m.desk.list.next}
          </Button>
        )}
      </Group>
    </Group>
  );
}
