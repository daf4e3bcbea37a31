import { Button, Group, Modal, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import type { Interaction, UpdateInteraction } from '@/api/generated/types.gen';
import { Clash } from '@/api/merge';
import { placeFaults } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { instantOf, localOf } from '@/i18n/zone';
import { TimeFields } from '@/ui/TimeFields';
import { useDoing } from '@/ui/useDoing';
import { sendPatch } from './interactionCalls';
import { mayReachNobody } from './logFields';

const TIMES = ['started_at', 'ended_at'] as const;

/** When it really began and ended. */
export function TimesDialog({ interaction, onClose }: { interaction: Interaction; onClose: () => void }) {
  const { m, f } = useI18n();
  const words = m.interactions;
  const { run, isPending } = useDoing('Interaction', 'Ticket');
  // As it was when the dialog opened, or when somebody else's times were last shown here.
  const [base, setBase] = useState(interaction);
  const [times, setTimes] = useState({
    started_at: localOf(interaction.started_at, f.timeZone),
    ended_at: localOf(interaction.ended_at, f.timeZone),
  });
  const [noAnswer, setNoAnswer] = useState(interaction.no_answer);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const theirTimes = ({ conflicts }: Clash<Interaction, UpdateInteraction>) =>
    Object.fromEntries(
      conflicts.map(({ field, theirs }) => [
        field,
        `${m.desk.label(m.desk.conflict.title)} ${f.exact(String(theirs))}`,
      ]),
    );
  const save = () => {
    // To the minute: what was not touched keeps its seconds.
    const changed = TIMES.filter((field) => times[field] !== localOf(base[field], f.timeZone));
    const missing = changed.filter((field) => !instantOf(times[field], f.timeZone));
    setFaults(Object.fromEntries(missing.map((field) => [field, m.desk.required])));
    if (missing.length > 0) return;
    const patch: UpdateInteraction = {
      ...Object.fromEntries(changed.map((field) => [field, instantOf(times[field], f.timeZone)])),
      ...(noAnswer === base.no_answer ? {} : { no_answer: noAnswer }),
    };
    if (Object.keys(patch).length === 0) return onClose();
    run({
      run: () => sendPatch(base, patch),
      said: words.done.saved,
      done: onClose,
      refused: (problem) => {
        if (problem instanceof Clash) {
          setFaults(theirTimes(problem));
          setBase(problem.latest);
          return true;
        }
        const { beside, complete } = placeFaults(m, problem, TIMES);
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
          {interaction.ended_at !== null && mayReachNobody(interaction) && (
            <Switch
              label={words.noAnswer}
              description={words.noAnswerAbout}
              checked={noAnswer}
              onChange={(event) => setNoAnswer(event.currentTarget.checked)}
            />
          )}
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
