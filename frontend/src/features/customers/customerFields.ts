import type { CreateCustomer, Customer, Gender, UpdateCustomer } from '@/api/generated/types.gen';

// The fields a person types into, between a record and a form. An empty box means "not known".

export const FIELDS = [
  'given_name',
  'family_name',
  'phone',
  'email',
  'birth_date',
  'gender',
  'preferred_language',
] as const;

export type CustomerField = (typeof FIELDS)[number];
export type CustomerValues = Record<CustomerField, string>;

export function valuesOf(customer?: Customer): CustomerValues {
  const entries = FIELDS.map((field) => [field, customer?.[field] ?? '']);
  return Object.fromEntries(entries) as CustomerValues;
}

export function bodyOf(values: CustomerValues): CreateCustomer {
  const given = Object.fromEntries(
    FIELDS.filter((field) => values[field].trim() !== '').map((field) => [field, values[field]]),
  );
  return { family_name: values.family_name, ...given };
}

/** Only what differs from the record: what another person changed in the meantime is none of this form's business. */
export function patchOf(customer: Customer, values: CustomerValues): UpdateCustomer {
  const before = valuesOf(customer);
  const changed = FIELDS.filter((field) => values[field] !== before[field]);
  const patch: UpdateCustomer = {};
  for (const field of changed) {
    const value = values[field].trim() === '' ? null : values[field];
    if (field === 'family_name') patch.family_name = value ?? '';
    else if (field === 'gender') patch.gender = value as Gender | null;
    else patch[field] = value;
  }
  return patch;
}
