import { Button, Group, Text } from '@mantine/core';
import { useI18n } from '@/i18n/I18n';
import type { Action } from './actions';
import classes from './SelectionBar.module.css';

type Props = {
  count: number;
  actions: Action[];
  /** Where the list has more rows than are selected. */
  all?: { total: number; isPending: boolean; run: () => void };
  onClear: () => void;
};

/** What can be done with all that is chosen in a list. */
export function SelectionBar({ count, actions, all, onClear }: Props) {
  const { m, f } = useI18n();
  if (count === 0) return null;
  return (
    <Group data-screen-only className={classes.bar} role="toolbar" aria-label={m.desk.list.withChosen} gap="xs">
      <Text size="sm" fw={600} mr="xs">
        {m.desk.list.countChosen(count)}
      </Text>
      {actions.map(({ id, label, icon: Icon, run }) => (
        <Button key={id} size="xs" variant="default" leftSection={<Icon size={14} aria-hidden />} onClick={run}>
          {label}
        </Button>
      ))}
      {all && (
        <Button size="xs" variant="subtle" ml="auto" loading={all.isPending} onClick={all.run}>
          {m.desk.list.selectAll(f.number(all.total))}
        </Button>
      )}
      <Button size="xs" variant="subtle" ml={all ? undefined : 'auto'} onClick={onClear}>
        {m.desk.list.clearChosen}
      </Button>
    </Group>
  );
}
