import { Kbd, Modal, Table, Text } from '@mantine/core';
import { useI18n } from '@/i18n/I18n';
import { useCurrentActions } from '@/ui/actions';
import { usePreference } from '@/ui/usePreference';

/** The keys that work on the page beneath, read from the same actions that answer them. */
export function KeySheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { m } = useI18n();
  const [letters] = usePreference('letters');
  const actions = useCurrentActions().filter(({ keys }) => keys !== undefined);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={m.desk.keys.title}
      closeButtonProps={{ 'aria-label': m.desk.cancel }}
    >
      {letters === 'off' && <Text mb="sm">{m.desk.keys.off}</Text>}
      <Table withRowBorders={false} verticalSpacing={4}>
        <Table.Tbody>
          <Table.Tr>
            <Table.Td>{m.desk.keys.palette}</Table.Td>
            <Table.Td ta="right">
              <Kbd>Ctrl</Kbd> <Kbd>K</Kbd>
            </Table.Td>
          </Table.Tr>
          {actions.map(({ id, label, keys = '' }) => (
            <Table.Tr key={id}>
              <Table.Td>{label}</Table.Td>
              <Table.Td ta="right">
                <Keys keys={keys} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}

function Keys({ keys }: { keys: string }) {
  const { m } = useI18n();
  const [first, second] = keys.toUpperCase().split(' ');
  return (
    <>
      <Kbd>{first}</Kbd>
      {second && (
        <>
          {' '}
          {m.desk.keys.inTurn} <Kbd>{second}</Kbd>
        </>
      )}
    </>
  );
}
