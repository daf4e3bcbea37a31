import { Text } from '@mantine/core';
import type { TermFigures } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { type Column, DataTable } from '@/ui/DataTable';
import { Panel } from '@/ui/Panel';
import { FigureCell } from './FigureCell';
import { figureOf } from './figures';
import type { Scope } from './reports';
import { riseColumns } from './rise';

const SHARES = ['escalation_rate', 'repeat_contact_rate'] as const;

/** Words that the subjects of many have in common. */
export function Terms({ terms, scope }: { terms: TermFigures[]; scope: Scope }) {
  const { m, f } = useI18n();
  const words = m.oversight;
  const of = ({ stem }: TermFigures) => ({ ...scope, stem });
  const columns: [Column<TermFigures>, ...Column<TermFigures>[]] = [
    { id: 'word', label: words.terms.word, render: ({ word }) => <b>{word}</b> },
    ...riseColumns<TermFigures>(m, f, of),
    {
      id: 'customers',
      label: words.terms.customers,
      figure: true,
      render: ({ customers }) => f.number(customers),
    },
    ...SHARES.map((metric) => ({
      id: metric,
      label: words.metrics[metric],
      figure: true,
      render: (row: TermFigures) => <FigureCell figure={figureOf(row.figures, metric)} scope={of(row)} />,
    })),
  ];
  const none = { title: words.terms.none, about: words.terms.noneAbout };
  return (
    <Panel title={words.terms.title} bare>
      <Text size="sm" c="dimmed" mb="xs">
        {words.terms.about}
      </Text>
      <DataTable
        label={words.terms.title}
        state={terms.length > 0 ? { phase: 'rows', rows: terms } : { phase: 'empty' }}
        rowKey={({ stem }) => stem}
        columns={columns}
        empty={none}
        filteredEmpty={none}
      />
    </Panel>
  );
}
