import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

/** Words somebody looks for: typed here, kept with the entry of the history, and never in an address. */
export type KeptWords = {
  /** Which entry of the history this is. */
  entry: number;
  /** What it was left with. */
  words: string;
  onWords: (words: string) => void;
};

/** What is typed in this entry; another entry, such as the one Back leads to, begins with its own words. */
export function useKeptWords({ entry, words, onWords }: KeptWords): [string, (words: string) => void] {
  const [typed, setTyped] = useState<{ entry: number; words: string }>();
  const remember = useDebouncedCallback(onWords, { delay: 250, flushOnUnmount: false });
  const type = (next: string) => {
    setTyped({ entry, words: next });
    remember(next);
  };
  return [typed?.entry === entry ? typed.words : words, type];
}
