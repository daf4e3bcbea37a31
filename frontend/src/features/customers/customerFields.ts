import type { CreateCustomer, Customer, Gender, UpdateCustomer } from '@/api/generated/types.gen';
import { sameValue } from '@/ui/editDraft';

// What a person types into, between a record and a form. An empty box means "not known".

const SINGLE = ['given_name', 'family_name', 'phone', 'email', 'birth_date', 'gender', 'preferred_language'] as const;
const REPEATED = ['other_phones', 'former_names'] as const;
export const FIELDS = [...SINGLE, ...REPEATED] as const;

export type SingleField = (typeof SINGLE)[number];
export type RepeatedField = (typeof REPEATED)[number];
export type CustomerField = (typeof FIELDS)[number];
export type CustomerValues = Record<SingleField, string> & Record<RepeatedField, string[]>;

/** Languages by which most people in the world can be reached. A record may hold any other, and keeps it. */
const SPOKEN =
  'am ar bn de en es fa fr ha hi ht id ig it ja ko ln mg nl pa pl pt ro ru rw so sw ta tl tr uk ur vi wo xh yo zh zu';

/** What the box of the preferred language offers, by name. */
export function languageChoices(name: (tag: string) => string, now: string) {
  const tags = new Set([...SPOKEN.split(' '), ...(now === '' ? [] : [now])]);
  const choices = [...tags].map((value) => ({ value, label: name(value) }));
  return [{ value: '', label: '–' }, ...choices.sort((a, b) => a.label.localeCompare(b.label))];
}

export function valuesOf(customer?: Customer): CustomerValues {
  const single = SINGLE.map((field) => [field, customer?.[field] ?? '']);
  const repeated = REPEATED.map((field) => [field, customer?.[field] ?? []]);
  return Object.fromEntries([...single, ...repeated]) as CustomerValues;
}

const filled = (list: string[]) => list.filter((each) => each.trim() !== '');

export function bodyOf(values: CustomerValues): CreateCustomer {
  const single = SINGLE.filter((field) => values[field].trim() !== '').map((field) => [field, values[field]]);
  const repeated = REPEATED.map((field) => [field, filled(values[field])] as const).filter(
    ([, list]) => list.length > 0,
  );
  return { family_name: values.family_name, ...Object.fromEntries([...single, ...repeated]) };
}

/** Only what differs from `before`: what another person changed in the meantime is none of this form's business. */
export function patchOf(before: CustomerValues, values: CustomerValues): UpdateCustomer {
  const patch: UpdateCustomer = {};
  for (const field of SINGLE.filter((name) => values[name] !== before[name])) {
    const value = values[field].trim() === '' ? null : values[field];
    if (field === 'family_name') patch.family_name = value ?? '';
    else if (field === 'gender') patch.gender = value as Gender | null;
    else patch[field] = value;
  }
  for (const field of REPEATED) {
    const list = filled(values[field]);
    if (!sameValue(list, before[field])) patch[field] = list;
  }
  return patch;
}

/** The record as it was when these were its values. */
export function recordWith(customer: Customer, version: number, values: CustomerValues): Customer {
  const single = SINGLE.map((field) => [field, values[field] === '' ? null : values[field]]);
  return { ...customer, ...values, ...Object.fromEntries(single), version };
}

/** Faults of a body at the boxes they came from: empty boxes are not sent, so the ones after them have moved up. */
export function atBoxes(values: CustomerValues, faults: Record<string, string>): Record<string, string> {
  const place = (path: string) => {
    const [field, index] = path.split('.');
    const repeated = REPEATED.find((name) => name === field);
    if (!repeated || index === undefined) return path;
    const boxes = values[repeated].flatMap((each, box) => (each.trim() === '' ? [] : [box]));
    return `${repeated}.${boxes[Number(index)] ?? index}`;
  };
  return Object.fromEntries(Object.entries(faults).map(([path, fault]) => [place(path), fault]));
}
