import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { getCustomerOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Customer } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { Facts, Panel } from '@/ui/Panel';
import { bornOn } from './age';
import { DeceasedNotice } from './DeceasedNotice';
import { DeceasedPill } from './DeceasedPill';

export function CustomerFacts({ customer }: { customer: Customer }) {
  const { m, f } = useI18n();
  const { fields, genders } = m.customers;
  const phone = (number: string) => (
    <a key={number} href={`tel:${number}`} style={{ display: 'block' }}>
      {number}
    </a>
  );
  return (
    <Facts
      facts={[
        [fields.phone, customer.phone && phone(customer.phone)],
        [fields.other_phones, customer.other_phones.length > 0 && customer.other_phones.map(phone)],
        [fields.email, customer.email && <a href={`mailto:${customer.email}`}>{customer.email}</a>],
        [fields.birth_date, customer.birth_date && bornOn(m, f, customer)],
        [fields.gender, customer.gender && genders[customer.gender]],
        [fields.preferred_language, customer.preferred_language && f.language(customer.preferred_language)],
        [fields.former_names, f.list(customer.former_names)],
        [fields.deceased_at, customer.deceased_at && f.exact(customer.deceased_at)],
        [fields.identifiers, customer.identifiers.map(({ system, value }) => `${value} (${system})`).join(', ')],
      ].map(([name, value]) => [String(name), value === false ? undefined : value])}
    />
  );
}

/** Says of whom something is that they have died, where they have. */
export function DeceasedOf({ customerId }: { customerId: string }) {
  const { data } = useQuery(getCustomerOptions({ path: { id: customerId } }));
  return data ? <DeceasedNotice customer={data} /> : null;
}

/** Who somebody is, beside something about them. */
export function CustomerCard({ customerId }: { customerId: string }) {
  const { m } = useI18n();
  const { data, error, refetch } = useQuery(getCustomerOptions({ path: { id: customerId } }));
  if (error && !data) return <Failure title={m.customers.facts} problem={error} retry={refetch} />;
  return (
    <Panel title={m.customers.facts} side={data?.deceased && <DeceasedPill />}>
      {data && (
        <>
          <Link to="/customer-care/customers/$customerId" params={{ customerId: data.id }}>
            {data.name}
          </Link>
          <div style={{ height: '0.6rem' }} />
          <CustomerFacts customer={data} />
        </>
      )}
    </Panel>
  );
}
