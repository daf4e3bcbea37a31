import { Stack, Text } from '@mantine/core';
import type { Customer } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Facts, Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/RelativeTime';
import { CustomerFacts } from './CustomerFacts';
import { useProfile } from './CustomerGlance';
import classes from './CustomerSide.module.css';

/** Who somebody is, when there was contact last, and who had to do with them. */
export function CustomerSide({ customer }: { customer: Customer }) {
  const { m } = useI18n();
  const words = m.customers.glance;
  const { data } = useProfile(customer.id);
  const contact = data && (data.last_contact_at ? <RelativeTime at={data.last_contact_at} /> : words.never);
  return (
    <Stack>
      <Panel title={m.customers.facts}>
        <CustomerFacts customer={customer} />
        <div className={classes.contact}>
          <Facts facts={[[words.lastContact, contact]]} />
        </div>
      </Panel>
      {data && data.handled_by.length > 0 && (
        <Panel title={words.handledBy}>
          <ul className={classes.people} aria-label={words.handledBy}>
            {data.handled_by.map(({ staff, interactions, replies, last_at }) => (
              <li key={staff.id}>
                <b>{staff.name}</b>
                <Text size="xs" c="dimmed">
                  {words.interactions(interactions)} · {words.replies(replies)} · <RelativeTime at={last_at} />
                </Text>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </Stack>
  );
}
