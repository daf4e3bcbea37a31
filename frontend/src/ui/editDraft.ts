import { readDraft, writeDraft } from './useDraft';
import { type FormValues, likeThese, parse } from './useFormDraft';

// A draft of changes to a record that exists. It remembers what the record said when they were begun, so that a change
// somebody else made before the draft is taken up again is met as such, and not overwritten.

/** A record at one version, as a form shows it. */
export type Begun<Values extends FormValues> = { version: number; values: Values };

export const sameValue = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function changedFields<Values extends FormValues>(before: Values, after: Values): string[] {
  return Object.keys(after).filter((field) => !sameValue(before[field], after[field]));
}

/** What the form shows, and what it is compared with: the draft's fields as they were, the others as they are now. */
export function takeUp<Values extends FormValues>(key: string, now: Begun<Values>) {
  const kept = parse(readDraft(key)) as { version?: unknown; before?: unknown; typed?: unknown } | null | undefined;
  if (typeof kept?.version !== 'number') return { base: now, values: now.values, restored: false };
  const typed = likeThese(kept.typed, now.values);
  const before = likeThese(kept.before, now.values);
  return {
    base: { version: kept.version, values: { ...now.values, ...before } },
    values: { ...now.values, ...typed },
    restored: true,
  };
}

/** Keeps only what differs from `base`; where nothing does, there is no draft. */
export function keepChanges<Values extends FormValues>(key: string, base: Begun<Values>, values: Values) {
  const fields = changedFields(base.values, values);
  const pick = (from: Values) => Object.fromEntries(fields.map((field) => [field, from[field]]));
  const draft = { version: base.version, before: pick(base.values), typed: pick(values) };
  writeDraft(key, fields.length > 0 ? JSON.stringify(draft) : '');
}
