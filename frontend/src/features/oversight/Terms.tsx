import { Text } from '@mantine/core';
import type { TermMetrics } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { FigureCell } from './FigureCell';
import { figureOf } from './figures';
import { ReportTable } from './ReportTable';
import type { Scope } from './reports';
import { riseColumns } from './rise';
import { figureSheet, type SheetedColumns } from './sheet';

const SHARES = ['escalation_rate', 'repeat_contact_rate'] as const;

/** Words that the subjects of many have in common. */
export function Terms({ terms, scope }: { terms: TermMetrics[]; scope: Scope }) {
  const { m, f } = useI18n();
  const words = m.oversight;
  const of = ({ stem }: TermMetrics) => ({ ...scope, stem });
  const columns: SheetedColumns<TermMetrics> = [
    {
      id: 'word',
      label: words.terms.word,
      render: ({ word }) => <b>{word}</b>,
      sheet: [{ label: words.terms.word, value: ({ word }) => word }],
    },
    ...riseColumns<TermMetrics>(m, f, terms, of),
    {
      id: 'customers',
      label: words.terms.customers,
      figure: true,
      render: ({ customers }) => f.number(customers),
      sheet: [{ label: words.terms.customers, value: ({ customers }: TermMetrics) => customers }],
    },
    ...SHARES.map((metric) => ({
      id: metric,
      label: words.metrics[metric],
      figure: true,
      render: (row: TermMetrics) => <FigureCell figure={figureOf(row.figures, metric)} scope={of(row)} />,
      sheet: figureSheet(m, metric, words.metrics[metric], terms, ({ figures }: TermMetrics) => figures),
    })),
  ];
  const none = { title: words.terms.none, about: words.terms.noneAbout };
  return (
    <ReportTable
      title={words.terms.title}
      name="frequent-issues-words"
      period={scope.period}
      rows={terms}
      rowKey={({ stem }) => stem}
      columns={columns}
      empty={none}
      about={
        <Text size="sm" c="dimmed" mb="xs">
          {words.terms.about}
        </Text>
      }
    />
  );
}
