import { useState } from 'react';
import { type Begun, keepChanges, takeUp } from './editDraft';
import { useDraft, writeDraft } from './useDraft';

/** One field of a record edited where it stands. What was typed is kept as a draft of `key`, and opens the field again. */
export function useInPlace(key: string, version: number, value: string) {
  const [kept] = useDraft(key);
  const [opened, setOpened] = useState(false);
  // What the words are compared with once the field is open, so that a refetch does not turn them into a change.
  const [begun, setBegun] = useState<Begun<{ text: string }>>();
  const now = { version, values: { text: value } };
  const { base, values } = takeUp(key, begun && kept === '' ? begun : now);
  const close = () => {
    setOpened(false);
    setBegun(undefined);
    writeDraft(key, '');
  };
  return {
    open: opened || kept !== '',
    text: values.text,
    /** The version and the words the draft was begun on. */
    base: { version: base.version, value: base.values.text },
    start: () => {
      setBegun(now);
      setOpened(true);
    },
    type: (text: string) => {
      setOpened(true);
      setBegun(base);
      keepChanges(key, base, { text });
    },
    close,
    /** `text` is the record's now; what was typed behind it meanwhile is the next change. */
    saved: (text: string, savedAs: number) => {
      const typed = takeUp(key, now).values.text;
      if (typed === text) return close();
      const after = { version: savedAs, values: { text } };
      setBegun(after);
      return keepChanges(key, after, { text: typed });
    },
    /** Leaves the field without its draft; the result puts that back. */
    discard: () => {
      close();
      return () => writeDraft(key, kept);
    },
  };
}
