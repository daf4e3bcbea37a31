import { Button, Stack, Text, TextInput } from '@mantine/core';
import { Search, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { LinkButton } from '@/ui/LinkButton';
import { Panel } from '@/ui/Panel';
import { searchQueryState } from '@/ui/searchQuery';
import { DeceasedPill } from './DeceasedPill';
import { useCustomerSearch } from './useCustomerSearch';

type Props = {
  /** `about` tells namesakes apart. */
  onPick: (customerId: string, name: string, about: string) => void;
  /** What somebody who is not known yet is made a customer for; nobody is made where it is left out. */
  then?: 'interaction' | 'ticket';
  /** Before the page is left to make a customer. */
  onLeave?: () => void;
};

/** Finding the person something is about, before it can be written down. */
export function CustomerPicker({ onPick, then, onLeave }: Props) {
  const { m, f } = useI18n();
  const [words, setWords] = useState('');
  const aboutOf = (birth: string | null, phone: string | null) =>
    [birth && f.day(birth), phone].filter(Boolean).join(' · ');
  const { state } = useCustomerSearch(words, () => setWords(''));
  return (
    <Panel title={m.customers.choose}>
      <TextInput
        type="search"
        label={m.customers.search}
        description={m.customers.searchAbout}
        leftSection={<Search size={16} aria-hidden />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        autoComplete="off"
        autoFocus
        data-search-box
        mb="sm"
      />
      {state.phase === 'failed' && <Failure title={m.desk.list.failed} problem={state.problem} retry={state.retry} />}
      {(state.phase === 'empty' || state.phase === 'filteredEmpty') && <Text c="dimmed">{m.customers.noMatch}</Text>}
      {state.phase === 'rows' && (
        <Stack
          component="ul"
          gap={4}
          m={0}
          p={0}
          mah="min(50vh, 24rem)"
          style={{ listStyle: 'none', overflowY: 'auto' }}
        >
          {state.rows.map(({ id, name, birth_date, phone, deceased }) => (
            <li key={id}>
              <Button
                variant="subtle"
                fullWidth
                justify="flex-start"
                h="auto"
                py={6}
                styles={{
                  label: {
                    flexWrap: 'wrap',
                    whiteSpace: 'normal',
                    columnGap: 'var(--mantine-spacing-sm)',
                    textAlign: 'start',
                  },
                }}
                data-row-link
                onClick={() => onPick(id, name, aboutOf(birth_date, phone))}
              >
                <Text span fw={600} size="sm" c="var(--mantine-color-text)">
                  {name}
                </Text>
                <Text span size="sm" c="dimmed">
                  {aboutOf(birth_date, phone)}
                </Text>
                {deceased && <DeceasedPill />}
              </Button>
            </li>
          ))}
        </Stack>
      )}
      {then && (
        <LinkButton
          to="/customer-care/customers/create"
          state={{ ...searchQueryState(words), then }}
          onClick={onLeave}
          variant="default"
          size="xs"
          mt="sm"
          leftSection={<UserPlus size={14} aria-hidden />}
        >
          {m.customers.create}
        </LinkButton>
      )}
    </Panel>
  );
}
