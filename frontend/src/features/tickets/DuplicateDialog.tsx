import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listTicketsOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { TicketDesk } from './useTicketDesk';

/** Which ticket this one repeats: one of the same customer, or any by its number. Resolving it so leaves it out of the figures. */
export function DuplicateDialog({ ticket, desk, onClose }: { ticket: Ticket; desk: TicketDesk; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.tickets.duplicate;
  const [number, setNumber] = useState('');
  const { data } = useQuery(
    listTicketsOptions({ query: { customer_id: ticket.customer.id, sort: '-created_at', limit: 25 } }),
  );
  const others = data?.data.filter(({ id }) => id !== ticket.id) ?? [];
  const confirm = () => {
    const name = number.trim();
    if (name === '') return;
    desk.setStatus(ticket, 'resolved', undefined, name);
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={m.tickets.actions.duplicate}
      closeButtonProps={{ 'aria-label': m.desk.cancel }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            {words.about}
          </Text>
          <TextInput
            label={words.number}
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value)}
            autoComplete="off"
            maxLength={36}
            data-autofocus
          />
          {others.length > 0 && (
            <Radio.Group label={words.others} value={number} onChange={setNumber}>
              <Stack gap="xs" mt="xs">
                {others.map((other) => (
                  <Radio
                    key={other.id}
                    value={other.number}
                    label={other.subject}
                    description={`${other.number} · ${m.tickets.statuses[other.status]}`}
                  />
                ))}
              </Stack>
            </Radio.Group>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="subtle" onClick={onClose}>
              {m.desk.cancel}
            </Button>
            <Button type="submit" aria-disabled={number.trim() === ''}>
              {words.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
