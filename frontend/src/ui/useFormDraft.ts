import { useEffect, useState } from 'react';
import { readDraft, writeDraft } from './useDraft';

/** What a form holds: words, and lists of words. */
export type FormValues = Record<string, string | string[]>;

/** The values a form starts with: the draft of `key` over `fresh`, and how to keep and drop it. */
export function useFormDraft<Values extends FormValues>(key: string, fresh: Values) {
  const [start] = useState(() => ({
    values: { ...fresh, ...likeThese(parse(readDraft(key)), fresh) },
    restored: readDraft(key) !== '',
  }));
  return {
    ...start,
    keep: (values: Values) => writeDraft(key, JSON.stringify(values)),
    drop: () => writeDraft(key, ''),
  };
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of something kept long ago, what still has the name and the kind of one of `fresh`. */
export function likeThese<Values extends FormValues>(kept: unknown, fresh: Values): Partial<Values> {
  const fits = ([name, value]: [string, unknown]) => {
    const like = fresh[name];
    if (Array.isArray(like)) return Array.isArray(value) && value.every((each) => typeof each === 'string');
    return like !== undefined && typeof value === 'string';
  };
  const known = kept !== null && typeof kept === 'object' ? Object.entries(kept).filter(fits) : [];
  return Object.fromEntries(known) as Partial<Values>;
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
