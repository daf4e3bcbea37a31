import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '@/i18n/I18n';
import { WordsDialog } from './WordsDialog';

type Props = {
  title: string;
  about: string;
  nobody: string;
  people: { id: string; name: string }[];
  /** Who has it now. */
  now?: string;
  /** Whether it may be left to nobody though it is not known who has it. */
  nobodyToo?: boolean;
  draft: string;
  pending: boolean;
  onGive: (to: string | null, note: string | undefined, sent: () => void) => void;
  onClose: () => void;
};

/** Gives a piece of work to a colleague, with what they need to know. */
export function HandOverDialog({
  title,
  about,
  nobody,
  people,
  now,
  nobodyToo,
  draft,
  pending,
  onGive,
  onClose,
}: Props) {
  const { m } = useI18n();
  const others = people.filter(({ id }) => id !== now);
  const [to, setTo] = useState<string>();
  const chosen = to ?? others[0]?.id ?? '';
  return (
    <WordsDialog
      title={title}
      about={about}
      label={m.desk.handOver.note}
      draft={draft}
      least={0}
      most={10_000}
      confirm={m.desk.handOver.confirm}
      pending={pending}
      onConfirm={(note, sent) => onGive(chosen || null, note.trim() === '' ? undefined : note, sent)}
      onClose={onClose}
    >
      <NativeSelect
        label={m.desk.handOver.to}
        value={chosen}
        data={[
          ...others.map(({ id, name }) => ({ value: id, label: name })),
          ...(now || nobodyToo ? [{ value: '', label: nobody }] : []),
        ]}
        onChange={(event) => setTo(event.currentTarget.value)}
        data-autofocus
      />
    </WordsDialog>
  );
}
