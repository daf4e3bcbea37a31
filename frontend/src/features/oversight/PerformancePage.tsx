import { useQuery } from '@tanstack/react-query';
import { getAgentPerformanceOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { AgentPerformance } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { PerformanceTable } from './PerformanceTable';
import { linesOf, type PerformanceSearch, performanceSheet, type Sort, sortOf } from './performance';
import { Report } from './Report';
import { type OnPeriod, ReportHead } from './ReportHead';
import type { Reach } from './reach';
import { csvOf } from './sheet';
import { TrendCharts } from './TrendCharts';

const BY_NAME: Sort = { by: 'name', down: false };

type Props = { search: PerformanceSearch; onPeriod: OnPeriod; onSort: (sort: string) => void; reach: Reach };

/** What each colleague did and holds. There is no score and no order of merit: what is good is for people to say. */
export function PerformancePage({ search: { sort: sorted, ...period }, onPeriod, onSort, reach }: Props) {
  const { m } = useI18n();
  const query = useQuery(getAgentPerformanceOptions({ query: period }));
  const sort = (sorted && sortOf(sorted)) || BY_NAME;
  const csv = ({ team, agents }: AgentPerformance) => {
    const lines = linesOf(team, agents, sort);
    return csvOf(performanceSheet(m, lines), lines);
  };
  return (
    <>
      <ReportHead
        title={m.oversight.agents}
        name="agent-performance"
        search={period}
        onPeriod={onPeriod}
        period={query.data?.period}
        csv={query.data && (() => csv(query.data))}
      />
      <Report query={query}>
        {(report) => (
          <>
            <PerformanceTable report={report} sort={sort} onSort={onSort} scope={{ reach, period: report.period }} />
            <TrendCharts trend={report.trend} name="agent-performance" period={report.period} />
          </>
        )}
      </Report>
    </>
  );
}
