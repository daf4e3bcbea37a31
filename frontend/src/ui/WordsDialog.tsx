import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useI18n } from '@/i18n/I18n';
import { useDraft } from './useDraft';

type Props = {
  title: string;
  label: string;
  about?: string;
  /** What the words are to be, below their label. */
  hint?: string;
  /** What is typed is kept under this name until it is sent. */
  draft: string;
  least: number;
  most: number;
  confirm: string;
  pending: boolean;
  /** What else is asked, above the words; `pressed` once somebody tried to confirm. */
  children?: ReactNode | ((pressed: boolean) => ReactNode);
  ready?: boolean;
  /** `sent` is to be called once the words have arrived. */
  onConfirm: (words: string, sent: () => void) => void;
  onClose: () => void;
};

/** Asks for a reason, a note or an answer before something is done. */
export function WordsDialog(props: Props) {
  const { m } = useI18n();
  const [words, setWords] = useDraft(props.draft);
  const [pressed, setPressed] = useState(false);
  const size = [...words.trim()].length;
  const short = size < props.least;
  const confirm = () => {
    setPressed(true);
    if (short || props.pending || props.ready === false) return;
    props.onConfirm(words, () => {
      setWords('');
      props.onClose();
    });
  };
  return (
    <Modal opened onClose={props.onClose} title={props.title} closeButtonProps={{ 'aria-label': m.desk.cancel }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        <Stack>
          {props.about && (
            <Text size="sm" c="dimmed">
              {props.about}
            </Text>
          )}
          {typeof props.children === 'function' ? props.children(pressed) : props.children}
          <Textarea
            label={props.label}
            description={props.hint}
            required={props.least > 0}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) confirm();
            }}
            error={pressed && short ? m.desk.tooShort(props.least) : undefined}
            maxLength={props.most}
            autosize
            minRows={3}
            maxRows={12}
            data-autofocus={!props.children || undefined}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="subtle" onClick={props.onClose}>
              {m.desk.cancel}
            </Button>
            <Button type="submit" loading={props.pending}>
              {props.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
