import { useEffect, useRef, useState } from 'react';
import { readDraft, writeDraft } from '@/ui/useDraft';
import { useFormDraft } from '@/ui/useFormDraft';
import type { LogValues } from './logFields';

/** While nobody is chosen yet. */
const NOBODY = 'interaction.new';
/** On the way to make a customer, who has no id before. */
const HANDED_ON = 'interaction.handed-on';

const keyOf = (customerId: string | undefined) => (customerId ? `${NOBODY}.${customerId}` : NOBODY);

/** What was typed about an interaction, kept for one customer: it never comes up again in the form of another. */
export function useLogDraft(customerId: string | undefined, fresh: LogValues) {
  const key = keyOf(customerId);
  // Once, and before the draft is read.
  useState(() => move(HANDED_ON, key));
  const draft = useFormDraft<LogValues>(key, fresh);
  // Whoever is chosen while the form is open takes what was typed with them.
  const before = useRef(key);
  useEffect(() => {
    move(before.current, key);
    before.current = key;
  }, [key]);
  return { ...draft, handOn: (values: LogValues) => writeDraft(HANDED_ON, JSON.stringify(values)) };
}

function move(from: string, to: string) {
  const text = readDraft(from);
  if (from === to || text === '') return;
  writeDraft(from, '');
  writeDraft(to, text);
}
