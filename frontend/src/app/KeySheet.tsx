import { Kbd, Modal, SimpleGrid, Table, Text, Title } from '@mantine/core';
import { useI18n } from '@/i18n/I18n';
import { type Action, useCurrentActions } from '@/ui/actions';
import { usePreference } from '@/ui/usePreference';
import { EVERYWHERE } from './shellActions';

type Row = { id: string; label: string; keys: string[] };

/** The keys that work on the page beneath, read from the same actions that answer them. */
export function KeySheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.desk.keys;
  const [letters] = usePreference('letters');
  const actions = answered(useCurrentActions());
  const goes = ({ id }: Action) => id.startsWith('go:');
  const shell = ({ id }: Action) => EVERYWHERE.some((each) => each === id);
  const rows = (of: Action[]) => of.map(({ id, label, keys = '' }) => ({ id, label, keys: keys.split(' ') }));
  const writing: Row[] = [
    { id: 'send', label: words.send, keys: ['Ctrl', 'Enter'] },
    { id: 'go-on', label: m.tickets.compose.goOn(), keys: ['Ctrl', words.shift, 'Enter'] },
    { id: 'leave', label: words.leave, keys: ['Esc'] },
  ];
  const always: Row[] = [{ id: 'palette', label: words.palette, keys: ['Ctrl', 'K'] }, ...rows(actions.filter(shell))];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words.title}
      size="xl"
      closeButtonProps={{ 'aria-label': m.desk.cancel }}
    >
      {letters === 'off' && <Text mb="sm">{words.off}</Text>}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        <div>
          <Section title={words.here} rows={rows(actions.filter((each) => !goes(each) && !shell(each)))} />
          <Section title={words.writing} rows={writing} together />
        </div>
        <div>
          <Section title={words.everywhere} rows={always} together />
          <Section title={m.desk.palette.goTo} rows={rows(actions.filter(goes))} />
        </div>
      </SimpleGrid>
    </Modal>
  );
}

/** Of several actions with one key, the page's own answers it. */
function answered(actions: Action[]): Action[] {
  return actions.filter(({ keys }, index) => keys && actions.findIndex((other) => other.keys === keys) === index);
}

/** `together`: keys pressed at once; else one after the other. */
function Section({ title, rows, together = false }: { title: string; rows: Row[]; together?: boolean }) {
  const { m } = useI18n();
  if (rows.length === 0) return null;
  return (
    <>
      <Title order={3} size="h5" mt="sm">
        {title}
      </Title>
      <Table withRowBorders={false} verticalSpacing={3} aria-label={title}>
        <Table.Tbody>
          {rows.map(({ id, label, keys: [first = '', ...others] }) => (
            <Table.Tr key={id}>
              <Table.Td>{label}</Table.Td>
              <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                <Kbd>{cap(first)}</Kbd>
                {others.map((key) => (
                  <span key={key}>
                    {' '}
                    {!together && m.desk.keys.inTurn} <Kbd>{cap(key)}</Kbd>
                  </span>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

const cap = (key: string) => (key === 'enter' ? 'Enter' : key.length === 1 ? key.toUpperCase() : key);
