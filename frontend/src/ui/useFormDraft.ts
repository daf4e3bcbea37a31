import { useEffect, useState } from 'react';
import { readDraft, writeDraft } from './useDraft';

/** The values a form starts with: the draft of `key` over `fresh`, and how to keep and drop it. */
export function useFormDraft<Values extends Record<string, string>>(key: string, fresh: Values) {
  const [start] = useState(() => ({
    values: { ...fresh, ...parse(readDraft(key), fresh) },
    restored: readDraft(key) !== '',
  }));
  return {
    ...start,
    keep: (values: Values) => writeDraft(key, JSON.stringify(values)),
    drop: () => writeDraft(key, ''),
  };
}

function parse<Values extends Record<string, string>>(text: string, fresh: Values): Partial<Values> {
  try {
    const kept: unknown = JSON.parse(text);
    const known = Object.entries(kept ?? {}).filter(([name, value]) => name in fresh && typeof value === 'string');
    return Object.fromEntries(known) as Partial<Values>;
  } catch {
    return {};
  }
}

/** Asks before the page is closed while `dirty`; drafts are kept all the same. */
export function useLeaveWarning(dirty: boolean) {
  useEffect(() => {
    if (!dirty) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);
}
