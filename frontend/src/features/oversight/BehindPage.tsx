import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { getAgentReportOptions, listTicketsBehindOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { type Column, DataTable } from '@/ui/DataTable';
import { listState } from '@/ui/listState';
import { PageHeader } from '@/ui/PageHeader';
import { Pages } from '@/ui/Pages';
import { Panel } from '@/ui/Panel';
import { PrintButton } from './PrintButton';
import type { BehindSearch, Counted } from './reports';
import { sentenceOf } from './sentence';

type Named = BehindSearch & { counted: Counted };

type Props = {
  search: BehindSearch;
  pageNumber: number;
  onPage: (cursor: string) => void;
  onBack: () => void;
  /** What the feature of tickets shows of one, as far as the reader may go. */
  columns: [Column<Ticket>, ...Column<Ticket>[]];
  /** The way back to a report. */
  above: ReactNode;
};

/** The tickets that a number of a report counts: exactly those. */
export function BehindPage({ search, ...rest }: Props) {
  const { m } = useI18n();
  const words = m.oversight.behind;
  const { counted } = search;
  if (counted) return <Listed search={{ ...search, counted }} {...rest} />;
  return (
    <>
      <PageHeader title={words.title} above={rest.above} />
      <Panel title={words.unnamed}>
        <Text c="dimmed">{words.unnamedAbout}</Text>
      </Panel>
    </>
  );
}

function Listed({ search, pageNumber, onPage, onBack, columns, above }: Props & { search: Named }) {
  const { m, f } = useI18n();
  const words = m.oversight.behind;
  const query = useQuery(listTicketsBehindOptions({ query: { ...search, limit: 50, include_total: true } }));
  const total = query.data?.page.total;
  const agent = useAgentName(search);
  const state = listState(query, query.data?.data, { filtered: false });
  return (
    <>
      <PageHeader
        title={words.title}
        above={above}
        below={
          <Text c="dimmed">
            {sentenceOf(m, f, search, agent)}
            {total !== undefined && ` · ${m.desk.list.of(f.number(total))}`}
          </Text>
        }
        actions={<PrintButton />}
      />
      <Stack gap={0}>
        <DataTable
          label={words.title}
          state={state}
          rowKey={({ id }) => id}
          columns={columns}
          empty={{ title: words.none, about: words.noneAbout }}
          filteredEmpty={{ title: words.none, about: words.noneAbout }}
        />
        <Pages page={query.data?.page} number={pageNumber} onNext={onPage} onBack={onBack} />
      </Stack>
    </>
  );
}

/** Not everybody who reads reports may read the list of colleagues; their own report names them. */
function useAgentName({ agent_id: id, from, to }: BehindSearch): string | undefined {
  const { data } = useQuery({
    ...getAgentReportOptions({ path: { id: id ?? '' }, query: { from, to } }),
    enabled: id !== undefined,
    staleTime: 5 * 60_000,
  });
  return data?.agent.name;
}
