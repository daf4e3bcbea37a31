import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Problem } from '@/api/generated/types.gen';
import { faultText } from '@/api/problem';
import type { Messages } from '@/i18n/messages';
import { announce } from './announce';

const UNDO_FOR = 12_000;

/** A thing was done. With `undo`, the notice offers to undo it; where `text` tells of more than that, `label` says what is undone. */
export function notifyDone(m: Messages, text: string, undo?: () => void, label = m.desk.undo) {
  announce(text);
  const id = notifications.show({
    role: 'group',
    'aria-label': text,
    color: 'sea',
    autoClose: undo ? UNDO_FOR : 5000,
    closeButtonProps: { 'aria-label': m.desk.failure.close },
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{text}</Text>
        {undo && (
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              notifications.hide(id);
              undo();
            }}
          >
            {label}
          </Button>
        )}
      </Group>
    ),
  });
}

/** A request was refused or lost, with the id by which the desk's log knows it. */
export function notifyProblem(m: Messages, problem: Problem) {
  const text = problemText(m, problem);
  announce(`${m.desk.failure.title}. ${text}`);
  notifications.show({
    role: 'group',
    'aria-label': m.desk.failure.title,
    color: 'red',
    title: m.desk.failure.title,
    autoClose: false,
    closeButtonProps: { 'aria-label': m.desk.failure.close },
    message: (
      <>
        <Text size="sm">{text}</Text>
        <RequestId m={m} problem={problem} />
      </>
    ),
  });
}

export function problemText(m: Messages, problem: Problem): string {
  if (problem.code === 'unreachable') return m.desk.failure.unreachable;
  if (problem.code === 'unexpected_answer') return m.desk.failure.unexpected;
  const faults = (problem.errors ?? []).map((fault) =>
    [fault.pointer?.replace(/^#\//, '') ?? fault.parameter, faultText(m, fault)].filter(Boolean).join(' '),
  );
  return [
    m.refusals.problems[problem.reason ?? problem.code] ?? m.refusals.problems[problem.code] ?? problem.detail,
    ...faults,
  ].join(' ');
}

export function RequestId({ m, problem }: { m: Messages; problem: Problem }) {
  if (!problem.request_id) return null;
  return (
    <Text size="xs" c="dimmed" mt={4}>
      {m.desk.failure.request} <code>{problem.request_id}</code>
    </Text>
  );
}
