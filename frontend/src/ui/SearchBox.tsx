import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';

type Props = { label: string; placeholder: string; words: string; onWords: (words: string) => void };

/** Where words are looked for; the key `/` leads here. */
export function SearchBox({ label, placeholder, words, onWords }: Props) {
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={placeholder}
      leftSection={<Search size={16} aria-hidden />}
      value={words}
      onChange={(event) => onWords(event.currentTarget.value)}
      autoComplete="off"
      maxLength={200}
      maw={560}
      mb="sm"
      data-search-box
    />
  );
}
