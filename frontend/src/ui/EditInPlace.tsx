import { ActionIcon, Button, Group, Textarea } from '@mantine/core';
import { Pencil } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { flushSync } from 'react-dom';
import { useI18n } from '@/i18n/I18n';
import { notifyDone } from './notify';
import type { useInPlace } from './useInPlace';

type Place = ReturnType<typeof useInPlace>;

/** The id of the button that opens the box of `boxId`. */
export const openerId = (boxId: string) => `${boxId}-open`;

/** The button that opens a field where it stands. */
export function EditButton({ label, place, boxId }: { label: string; place: Place; boxId: string }) {
  const open = () => {
    flushSync(place.start);
    const box = document.getElementById(boxId);
    box?.focus();
    // One goes on writing where the words end.
    if (box instanceof HTMLTextAreaElement) box.setSelectionRange(box.value.length, box.value.length);
  };
  return (
    <ActionIcon id={openerId(boxId)} variant="subtle" size={28} aria-label={label} title={label} onClick={open}>
      <Pencil size={15} aria-hidden />
    </ActionIcon>
  );
}

type Props = {
  id: string;
  label: string;
  place: Place;
  /** One line: Enter saves it. */
  single?: boolean;
  maxLength: number;
  pending: boolean;
  /** What the rules have against the words, before they are sent. */
  check: (text: string) => string | undefined;
  /** `fault` shows what the desk refused. */
  onSave: (text: string, fault: (detail: string) => void) => void;
};

export function EditBox({ id, label, place, single = false, maxLength, pending, check, onSave }: Props) {
  const { m } = useI18n();
  const [fault, setFault] = useState<string>();
  const { text, base } = place;
  const save = () => {
    if (pending) return;
    if (text === base.value) return place.close();
    const wrong = check(text);
    setFault(wrong);
    if (!wrong) onSave(text, setFault);
  };
  const cancel = () => {
    const putBack = place.discard();
    if (text !== base.value) notifyDone(m, m.desk.draft.discarded, putBack);
  };
  const keys = (event: KeyboardEvent) => {
    const enter = event.key === 'Enter' && !event.nativeEvent.isComposing;
    if (enter && (single || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
    if (event.key === 'Escape') cancel();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Textarea
        id={id}
        aria-label={label}
        value={text}
        onChange={(event) => {
          const typed = event.currentTarget.value;
          place.type(single ? typed.replace(/\s*\n\s*/g, ' ') : typed);
        }}
        onKeyDown={keys}
        error={fault}
        autosize
        minRows={single ? 1 : 4}
        maxRows={single ? 4 : 18}
        maxLength={maxLength}
      />
      <Group gap="xs" mt="xs" justify="flex-end">
        <Button size="xs" variant="subtle" onClick={cancel}>
          {m.desk.cancel}
        </Button>
        <Button size="xs" type="submit" loading={pending}>
          {m.desk.save}
        </Button>
      </Group>
    </form>
  );
}
