import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { PhoneOff } from 'lucide-react';
import { useState } from 'react';
import { getInteractionQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import type { Interaction, Problem, UpdateInteraction } from '@/api/generated/types.gen';
import { Clash } from '@/api/merge';
import { placeFaults } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { ConflictDialog } from '@/ui/ConflictDialog';
import { Panel } from '@/ui/Panel';
import { useDoing } from '@/ui/useDoing';
import { useInPlace } from '@/ui/useInPlace';
import { sendEnd, sendPatch } from './interactionCalls';
import { mayReachNobody } from './logFields';
import { summaryKey } from './summary';

/** The id of the box, for the key that ends an interaction. */
export const SUMMARY_ID = 'interaction-summary';

const FIELDS = ['summary', 'transcript'] as const;
type Met = { clash: Clash<Interaction, UpdateInteraction>; again: (over: Interaction) => void };

/** While it runs: what was said and what came of it, and its end, on one screen. */
export function WrapUp({ interaction }: { interaction: Interaction }) {
  const { m } = useI18n();
  const words = m.interactions;
  const { id, version } = interaction;
  const boxes = {
    summary: useInPlace(summaryKey(id), version, interaction.summary ?? ''),
    transcript: useInPlace(`interaction.${id}.transcript`, version, interaction.transcript ?? ''),
  };
  const { summary, transcript } = boxes;
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [met, setMet] = useState<Met>();
  const { run, isPending } = useDoing('Interaction', 'Ticket');
  const queryClient = useQueryClient();
  const reachesOut = mayReachNobody(interaction);
  const mayEdit = interaction.allowed.includes('edit_interaction');

  /** The record as it was when the words were begun: what somebody else wrote since is met, and not overwritten. */
  const begun = {
    ...interaction,
    version: Math.min(...FIELDS.map((field) => boxes[field].base.version)),
    ...Object.fromEntries(FIELDS.map((field) => [field, boxes[field].base.value || null])),
  };
  const typed = FIELDS.filter((field) => boxes[field].text !== boxes[field].base.value);
  const patch: UpdateInteraction = Object.fromEntries(typed.map((field) => [field, boxes[field].text || null]));
  const saved = (after: Interaction) => {
    setFaults({});
    queryClient.setQueryData(getInteractionQueryKey({ path: { id } }), after);
    for (const field of typed) boxes[field].saved(boxes[field].text, after.version);
  };
  const refused = (again: Met['again']) => (problem: Problem) => {
    if (problem instanceof Clash) {
      setMet({ clash: problem, again });
      return true;
    }
    const { beside, complete } = placeFaults(m, problem, FIELDS);
    setFaults(beside);
    return complete;
  };
  const save = (over: Interaction = begun) =>
    run({
      run: async () => saved(await sendPatch(over, patch)),
      said: words.done.saved,
      refused: refused(save),
    });
  const end = (noAnswer: boolean, over: Interaction = begun) => {
    // That nobody answered says what came of it.
    const text = noAnswer && summary.text.trim() === '' ? words.noAnswerSummary : summary.text;
    if ([...text.trim()].length < 10) {
      setFaults({ summary: m.desk.tooShort(10) });
      document.getElementById(SUMMARY_ID)?.focus();
      return;
    }
    run({
      run: async () => {
        const said = mayEdit && text === summary.text ? undefined : text;
        saved(await sendEnd(over, mayEdit ? patch : {}, { summary: said, ...(noAnswer && { no_answer: true }) }));
      },
      said: words.done.ended,
      refused: refused((latest) => end(noAnswer, latest)),
    });
  };
  const settle = (how: (met: Met) => void) => () => {
    setMet(undefined);
    if (met) how(met);
  };
  return (
    <Panel title={words.wrapUp}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPending) end(false);
        }}
      >
        <Stack>
          <Textarea
            id={SUMMARY_ID}
            label={words.summary}
            description={words.summaryAbout}
            value={summary.text}
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
              value={transcript.text}
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
              <Button variant="default" loading={isPending} onClick={() => save()}>
                {words.keepRunning}
              </Button>
            )}
            {reachesOut && (
              <>
                <Text size="sm">{words.reached}</Text>
                <Button variant="default" loading={isPending} onClick={() => end(true)}>
                  {words.endNoAnswer}
                </Button>
              </>
            )}
            <Button type="submit" loading={isPending} leftSection={<PhoneOff size={16} aria-hidden />}>
              {reachesOut ? words.endReached : words.actions.end}
            </Button>
          </Group>
        </Stack>
      </form>
      <ConflictDialog
        differences={(met?.clash.conflicts ?? []).map(({ field, theirs, mine }) => ({
          field,
          label: words[field as (typeof FIELDS)[number]],
          theirs: String(theirs ?? ''),
          mine: String(mine ?? ''),
        }))}
        onKeepTheirs={settle(({ clash }) => {
          for (const { field } of clash.conflicts) boxes[field as (typeof FIELDS)[number]].close();
        })}
        onUseMine={settle(({ clash, again }) => again(clash.latest))}
        onGoOn={settle(() => undefined)}
      />
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
