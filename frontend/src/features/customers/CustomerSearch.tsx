import { Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search, UserPlus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useI18n } from '@/i18n/I18n';
import { announce } from '@/ui/announce';
import { LinkButton } from '@/ui/LinkButton';
import { PageHeader } from '@/ui/PageHeader';
import { CustomerResults } from './CustomerResults';
import { CustomerViews } from './CustomerViews';
import { useCustomerSearch } from './useCustomerSearch';

/** `words` is what the history entry begins with; `onWords` keeps what is typed in it. */
type Props = { words: string; onWords: (words: string) => void; mayCreate: boolean; mayRestore: boolean };

export function CustomerSearch({ words: begun, onWords, mayCreate, mayRestore }: Props) {
  const { m } = useI18n();
  const text = m.customers;
  const [words, setWords] = useState(begun);
  const remember = useDebouncedCallback(onWords, { delay: 250, flushOnUnmount: false });
  const type = (next: string) => {
    setWords(next);
    remember(next);
  };
  const { state, searching, settled, found, capped } = useCustomerSearch(words, () => type(''));
  useEffect(() => {
    if (searching && settled) announce(text.found(found));
  }, [searching, settled, found, text]);

  const create = mayCreate && (
    <LinkButton to="/customer-care/customers/create" leftSection={<UserPlus size={16} aria-hidden />}>
      {text.create}
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={text.title} actions={create} />
      {mayRestore && <CustomerViews />}
      <TextInput
        type="search"
        label={text.search}
        description={text.searchAbout}
        placeholder={text.searchPlaceholder}
        leftSection={<Search size={16} aria-hidden />}
        value={words}
        onChange={(event) => type(event.currentTarget.value)}
        autoComplete="off"
        maxLength={200}
        data-search-box
        mb="sm"
      />
      <Text size="sm" c="dimmed" mb="xs">
        {capped ? text.capped : searching ? text.found(found) : text.recent}
      </Text>
      <CustomerResults label={searching ? text.title : text.recent} state={state} create={create} />
    </>
  );
}
