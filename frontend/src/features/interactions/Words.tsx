import type { Interaction } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { useOwnWords } from '@/ui/OwnWords';
import { Panel } from '@/ui/Panel';
import { useDoing } from '@/ui/useDoing';
import classes from './Interaction.module.css';
import { sendPatch } from './interactionCalls';
import { Quiet } from './WrapUp';

type Field = 'summary' | 'transcript';

/** The id of the box of a field, for what opens it. */
export const textId = (id: string, field: Field) => `interaction.${id}.${field}.after`;

/** What was written down of it, corrected where it stands; each correction is in the history. */
export function Words({ interaction, field }: { interaction: Interaction; field: Field }) {
  const { m } = useI18n();
  const words = m.interactions;
  const least = field === 'summary' ? 10 : 1;
  const edit = useOwnWords({
    id: textId(interaction.id, field),
    label: words.actions.edit[field],
    field,
    text: interaction[field] ?? '',
    version: interaction.version,
    may: interaction.allowed.includes('edit_interaction'),
    doing: useDoing('Interaction'),
    maxLength: field === 'summary' ? 5000 : 100_000,
    check: (text) => ([...text.trim()].length < least ? m.desk.tooShort(least) : undefined),
    send: (text, { version, value }) =>
      sendPatch({ ...interaction, version, [field]: value || null }, { [field]: text }),
  });
  return (
    <Panel title={words[field]} side={edit.button}>
      {edit.box ||
        (interaction[field] ? (
          <div className={classes.words}>{interaction[field]}</div>
        ) : (
          <Quiet>{field === 'summary' ? words.noSummary : words.noTranscript}</Quiet>
        ))}
    </Panel>
  );
}
