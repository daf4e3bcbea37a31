import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { Check } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useI18n } from '@/i18n/I18n';

export type Choice = { value: string; label: string };

type Props = {
  title: string;
  about?: string;
  choices: Choice[];
  /** What holds now, if that is one thing. */
  now?: string;
  onChoose: (value: string) => void;
  onClose: () => void;
};

const MANY = 8;

/** One of a few, by click, by arrow keys, or by the first letters where there are many. */
export function ChoiceDialog({ title, about, choices, now, onChoose, onClose }: Props) {
  const { m } = useI18n();
  const [words, setWords] = useState('');
  const found = choices.filter(({ label }) => label.toLowerCase().includes(words.trim().toLowerCase()));
  const many = choices.length > MANY;
  const first = found.find(({ value }) => value === now) ?? found[0];
  return (
    <Modal opened onClose={onClose} title={title} size="sm" closeButtonProps={{ 'aria-label': m.desk.cancel }}>
      <Stack gap="xs" onKeyDown={walk}>
        {about && (
          <Text size="sm" c="dimmed" lineClamp={2}>
            {about}
          </Text>
        )}
        {many && (
          <TextInput
            aria-label={m.desk.list.narrow}
            placeholder={m.desk.list.narrow}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && found[0]) onChoose(found[0].value);
            }}
            data-autofocus
          />
        )}
        {found.map(({ value, label }) => (
          <Button
            key={value}
            variant={value === now ? 'light' : 'default'}
            justify="flex-start"
            aria-current={value === now || undefined}
            leftSection={value === now && <Check size={16} aria-hidden />}
            data-choice
            data-autofocus={(!many && value === first?.value) || undefined}
            onClick={() => onChoose(value)}
          >
            {label}
          </Button>
        ))}
      </Stack>
    </Modal>
  );
}

function walk(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-choice]')];
  all.at((all.indexOf(document.activeElement as HTMLElement) + step) % all.length)?.focus();
}
