import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { PhoneOff } from 'lucide-react';
import { useState } from 'react';
import type { Interaction, Problem } from '@/api/generated/types.gen';
import { Clash } from '@/api/merge';
import { placeFaults } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { Panel } from '@/ui/Panel';
import { useDoing } from '@/ui/useDoing';
import { readDraft, useDraft } from '@/ui/useDraft';
import { sendEnd, sendPatch } from './interactionCalls';

/** The id of the box, for the key that ends an interaction. */
export const SUMMARY_ID = 'interaction-summary';

/** The words of a draft, or of the record where nothing is typed; an emptied box is a draft too. */
function useWords(key: string, recorded: string) {
  const [kept, keep] = useDraft(key);
  const [typed, setTyped] = useState(kept !== '');
  return {
    words: typed ? kept : recorded,
    type: (words: string) => {
      setTyped(true);
      keep(words);
    },
    /** What was typed while `sent` was on its way stays a draft. */
    arrived: (sent: string) => {
      if (readDraft(key) !== sent) return;
      setTyped(false);
      keep('');
    },
  };
}

/** While it runs: what was said and what came of it, and its end, on one screen. */
export function WrapUp({ interaction }: { interaction: Interaction }) {
  const { m } = useI18n();
  const words = m.interactions;
  const { id } = interaction;
  const summary = useWords(`interaction.${id}.summary`, interaction.summary ?? '');
  const transcript = useWords(`interaction.${id}.transcript`, interaction.transcript ?? '');
  const [faults, setFaults] = useState<Record<string, string>>({});
  const { run, isPending } = useDoing('Interaction', 'Ticket');
  const refused = (problem: Problem) => {
    // Somebody else changed the same words: what was typed here stays, theirs is read again.
    if (problem instanceof Clash) {
      setFaults({ summary: m.desk.conflict.title });
      return true;
    }
    const { beside, complete } = placeFaults(m, problem, ['summary', 'transcript']);
    setFaults(beside);
    return complete;
  };
  const done = () => {
    setFaults({});
    summary.arrived(summary.words);
    transcript.arrived(transcript.words);
  };
  const save = () =>
    run({
      run: () => sendPatch(interaction, { summary: summary.words || null, transcript: transcript.words || null }),
      said: words.done.saved,
      done,
      refused,
    });
  const end = () => {
    if ([...summary.words.trim()].length < 10) {
      setFaults({ summary: m.desk.tooShort(10) });
      document.getElementById(SUMMARY_ID)?.focus();
      return;
    }
    run({ run: () => sendEnd(interaction, summary.words, transcript.words), said: words.done.ended, done, refused });
  };
  const mayEdit = interaction.allowed.includes('edit_interaction');
  return (
    <Panel title={words.wrapUp}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPending) end();
        }}
      >
        <Stack>
          <Textarea
            id={SUMMARY_ID}
            label={words.summary}
            description={words.summaryAbout}
            value={summary.words}
            onChange={(event) => summary.type(event.currentTarget.value)}
            error={faults.summary}
            autosize
            minRows={3}
            maxRows={10}
            maxLength={5000}
          />
          {mayEdit && (
            <Textarea
              label={words.transcript}
              description={words.transcriptAbout}
              value={transcript.words}
              onChange={(event) => transcript.type(event.currentTarget.value)}
              error={faults.transcript}
              autosize
              minRows={4}
              maxRows={18}
              maxLength={100_000}
            />
          )}
          <Group justify="flex-end" gap="xs">
            {mayEdit && (
              <Button variant="default" loading={isPending} onClick={save}>
                {words.keepRunning}
              </Button>
            )}
            <Button type="submit" loading={isPending} leftSection={<PhoneOff size={16} aria-hidden />}>
              {words.actions.end}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

export function Quiet({ children }: { children: string }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  );
}
