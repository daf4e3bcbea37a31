import { Checkbox, Stack } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '@/i18n/I18n';
import { useDoing } from './useDoing';
import { WordsDialog } from './WordsDialog';

/** What the server leaves in the place of a redacted text. */
const REDACTED = '[redacted]';

/** Whether a record has a text that can be redacted. */
export const holdsText = (text: string | null | undefined) => Boolean(text) && text !== REDACTED;

type Props<Field extends string> = {
  /** The texts of the record and of its history. */
  fields: { value: Field; label: string }[];
  /** The name of the record, for what is typed and not sent. */
  draft: string;
  resources: string[];
  send: (fields: Field[], reason: string) => Promise<unknown>;
  onClose: () => void;
};

/** Asks which texts of a record are to be redacted for good, and why. */
export function RedactDialog<Field extends string>({ fields, draft, resources, send, onClose }: Props<Field>) {
  const { m } = useI18n();
  const words = m.desk.redact;
  const [chosen, setChosen] = useState<Field[]>([]);
  const { run, isPending } = useDoing(...resources);
  return (
    <WordsDialog
      title={words.title}
      about={words.about}
      label={words.why}
      hint={words.whyAbout}
      draft={`${draft}.redact`}
      least={10}
      most={4000}
      confirm={words.title}
      pending={isPending}
      ready={chosen.length > 0}
      onConfirm={(reason, sent) => run({ run: () => send(chosen, reason), said: words.done, done: sent })}
      onClose={onClose}
    >
      {(pressed) => (
        <Checkbox.Group
          label={words.which}
          value={chosen}
          onChange={(values) => setChosen(values as Field[])}
          error={pressed && chosen.length === 0 ? words.none : undefined}
          withAsterisk
        >
          <Stack gap="xs" mt="xs" mb={4}>
            {fields.map(({ value, label }) => (
              <Checkbox key={value} value={value} label={label} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    </WordsDialog>
  );
}
