import { ActionIcon, Button, Group, Input, Stack, TextInput, type TextInputProps } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import { flushSync } from 'react-dom';
import classes from './RepeatedField.module.css';

type Box = TextInputProps & { id: string };

type Words = { add: string; box: (place: number) => string; remove: (place: number) => string };

type Props = {
  label: string;
  words: Words;
  boxes: Box[];
  most: number;
  /** What is wrong with the list as a whole; what is wrong with one box stands beside that box. */
  error?: ReactNode;
  onAdd: () => void;
  onRemove: (index: number) => void;
};

/** A field with any number of short values, each in a box of its own. The focus stays where the hands are. */
export function RepeatedField({ label, words, boxes, most, error, onAdd, onRemove }: Props) {
  const id = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  const focus = (index: number) => {
    const inputs = group.current?.querySelectorAll('input') ?? [];
    const at = inputs[Math.min(index, inputs.length - 1)] ?? group.current?.querySelector('button');
    at?.focus();
  };
  return (
    <fieldset ref={group} className={classes.field} aria-describedby={error ? id : undefined}>
      <legend className={classes.legend}>{label}</legend>
      <Stack gap="xs">
        {boxes.map((box, index) => (
          <Group key={box.id} gap={6} wrap="nowrap" align="flex-start">
            <TextInput flex={1} autoComplete="off" aria-label={words.box(index + 1)} {...box} />
            <ActionIcon
              variant="subtle"
              size={36}
              aria-label={words.remove(index + 1)}
              onClick={() => {
                flushSync(() => onRemove(index));
                focus(index);
              }}
            >
              <X size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        {error && <Input.Error id={id}>{error}</Input.Error>}
        {boxes.length < most && (
          <Button
            variant="default"
            size="xs"
            className={classes.add}
            leftSection={<Plus size={14} aria-hidden />}
            onClick={() => {
              flushSync(onAdd);
              focus(boxes.length);
            }}
          >
            {words.add}
          </Button>
        )}
      </Stack>
    </fieldset>
  );
}
