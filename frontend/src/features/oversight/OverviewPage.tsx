import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getOversightSummaryOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { OversightSummary } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Panel } from '@/ui/Panel';
import { Backlog } from './Backlog';
import { FigureGroups } from './FigureGroups';
import { figureOf } from './figures';
import { Report } from './Report';
import { type OnPeriod, ReportHead } from './ReportHead';
import type { Reach } from './reach';
import type { PeriodSearch } from './reports';
import { figuresSheet } from './sheet';
import { TrendCharts } from './TrendCharts';

type Props = { search: PeriodSearch; onPeriod: OnPeriod; reach: Reach };

/** All of the desk in a period. */
export function OverviewPage({ search, onPeriod, reach }: Props) {
  const { m } = useI18n();
  const query = useQuery(getOversightSummaryOptions({ query: search }));
  return (
    <>
      <ReportHead
        title={m.oversight.overview}
        name="summary"
        search={search}
        onPeriod={onPeriod}
        period={query.data?.period}
        csv={query.data && (() => figuresSheet(m, query.data.figures))}
      />
      <Report query={query}>{(summary) => <Loaded summary={summary} reach={reach} />}</Report>
    </>
  );
}

function Loaded({ summary, reach }: { summary: OversightSummary; reach: Reach }) {
  const { period, figures, backlog, queue, trend } = summary;
  const scope = { reach, period };
  return (
    <>
      {isQuiet(summary) ? <Quiet /> : <TrendCharts trend={trend} name="summary" period={period} />}
      <Backlog backlog={backlog} queue={queue} scope={scope} />
      <FigureGroups figures={figures} scope={scope} />
    </>
  );
}

function isQuiet({ figures }: OversightSummary): boolean {
  const metrics = ['tickets_opened', 'tickets_resolved', 'interactions_handled'] as const;
  return metrics.every((metric) => figureOf(figures, metric)?.value === 0);
}

function Quiet() {
  const { m } = useI18n();
  return (
    <Panel title={m.oversight.nothing}>
      <Text c="dimmed">{m.oversight.nothingAbout}</Text>
    </Panel>
  );
}
