import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { useI18n } from '@/i18n/I18n';

export type Difference = { field: string; label: string; theirs: string; mine: string };

type Props = {
  differences: Difference[];
  onKeepTheirs: () => void;
  onUseMine: () => void;
  onGoOn?: () => void;
};

/** Two people changed the same field: shows both, and writes neither until told. */
export function ConflictDialog({ differences, onKeepTheirs, onUseMine, onGoOn }: Props) {
  const { m } = useI18n();
  const words = m.desk.conflict;
  return (
    <Modal opened={differences.length > 0} onClose={onGoOn ?? onKeepTheirs} title={words.title} size="lg">
      <Stack>
        <Text size="sm">{words.about}</Text>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.field}</Table.Th>
              <Table.Th>{words.theirs}</Table.Th>
              <Table.Th>{words.mine}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {differences.map(({ field, label, theirs, mine }) => (
              <Table.Tr key={field}>
                <Table.Th scope="row">{label}</Table.Th>
                <Table.Td>{theirs || words.nothing}</Table.Td>
                <Table.Td>{mine || words.nothing}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Group justify="flex-end">
          {onGoOn && (
            <Button variant="subtle" onClick={onGoOn}>
              {words.goOn}
            </Button>
          )}
          <Button variant="default" onClick={onUseMine}>
            {words.useMine}
          </Button>
          <Button onClick={onKeepTheirs}>{words.keepTheirs}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
