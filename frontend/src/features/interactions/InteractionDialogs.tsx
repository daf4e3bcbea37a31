import { CARE_TEAM, useColleagues } from '@/api/colleagues';
import type { Interaction, InteractionText } from '@/api/generated/types.gen';
import { inTurn } from '@/api/inTurn';
import { useI18n } from '@/i18n/I18n';
import { HandOverDialog } from '@/ui/HandOverDialog';
import { MoveDialog, type PickCustomer } from '@/ui/MoveDialog';
import { holdsText, RedactDialog } from '@/ui/RedactDialog';
import { useDoing } from '@/ui/useDoing';
import type { InteractionQuestion } from './interactionActions';
import { sendAgent, sendMove, sendRedaction } from './interactionCalls';
import { TimesDialog } from './TimesDialog';

type Props = {
  asked: InteractionQuestion | undefined;
  /** Several are only handed over. */
  interactions: Interaction[];
  pick: PickCustomer;
  onClose: () => void;
};

/** What is asked before an interaction changes hands, patient or times. */
export function InteractionDialogs({ asked, interactions, pick, onClose }: Props) {
  const { m } = useI18n();
  const words = m.interactions;
  const staff = useColleagues(CARE_TEAM);
  // Of its own: what is confirmed here does not wait for what the page still does.
  const { run, isPending } = useDoing('Interaction', 'Ticket');
  const [interaction] = interactions;
  if (!interaction) return null;
  const { id } = interaction;
  const together = interactions.length > 1;
  if (asked === 'handOver') {
    const nameOf = (to: string) => staff.find((each) => each.id === to)?.name ?? m.tickets.somebody;
    return (
      <HandOverDialog
        title={words.actions.handOver}
        about={together ? m.desk.list.countChosen(interactions.length) : words.handOverAbout}
        nobody={words.leaveUnattended}
        people={staff}
        now={together ? undefined : interaction.agent?.id}
        nobodyToo={together}
        draft={`interaction.${together ? 'several' : id}.handOver`}
        pending={isPending}
        onGive={(to, note, sent) =>
          run({
            run: () => inTurn(interactions, (one) => sendAgent(one.id, to, note)),
            said: to ? words.done.handed(nameOf(to)) : words.done.unattended,
            done: sent,
          })
        }
        onClose={onClose}
      />
    );
  }
  if (asked === 'move') {
    return (
      <MoveDialog
        title={words.actions.move}
        pick={pick}
        draft={`interaction.${id}.move`}
        along={words.moveAlong}
        pending={isPending}
        onMove={(to, reason, along, sent) =>
          run({ run: () => sendMove(id, to.id, reason, along), said: words.done.moved(to.name), done: sent })
        }
        onClose={onClose}
      />
    );
  }
  if (asked === 'redact') {
    return (
      <RedactDialog<InteractionText>
        fields={(Object.entries(words.redactable) as [InteractionText, string][])
          .filter(([field]) => field === 'note' || field === 'reason' || holdsText(interaction[field]))
          .map(([value, label]) => ({ value, label }))}
        draft={`interaction.${id}`}
        resources={['Interaction']}
        send={(fields, reason) => sendRedaction(id, fields, reason)}
        onClose={onClose}
      />
    );
  }
  if (asked === 'times') return <TimesDialog interaction={interaction} onClose={onClose} />;
  return null;
}
