import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Interaction } from '@/api/generated/types.gen';
import { placeFaults } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { instantOf, localOf, TimeFields } from '@/ui/TimeFields';
import { useDoing } from '@/ui/useDoing';
import { sendPatch } from './interactionCalls';

/** When it really began and ended. */
export function TimesDialog({ interaction, onClose }: { interaction: Interaction; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.interactions;
  const { run, isPending } = useDoing('Interaction', 'Ticket');
  const [times, setTimes] = useState({
    started_at: localOf(interaction.started_at),
    ended_at: localOf(interaction.ended_at),
  });
  const [faults, setFaults] = useState<Record<string, string>>({});
  const save = () => {
    const started_at = instantOf(times.started_at);
    const ended_at = interaction.ended_at ? instantOf(times.ended_at) : undefined;
    if (!started_at) return setFaults({ started_at: m.desk.required });
    return run({
      run: () => sendPatch(interaction, { started_at, ...(ended_at ? { ended_at } : {}) }),
      said: words.done.saved,
      done: onClose,
      refused: (problem) => {
        const { beside, complete } = placeFaults(m, problem, ['started_at', 'ended_at']);
        setFaults(beside);
        return complete;
      },
    });
  };
  return (
    <Modal opened onClose={onClose} title={words.actions.times} closeButtonProps={{ 'aria-label': m.desk.cancel }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Stack>
          <TimeFields times={times} onChange={setTimes} faults={faults} ended={interaction.ended_at !== null} />
          <Group justify="flex-end" gap="xs">
            <Button variant="subtle" onClick={onClose}>
              {m.desk.cancel}
            </Button>
            <Button type="submit" loading={isPending}>
              {m.desk.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
