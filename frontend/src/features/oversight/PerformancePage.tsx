import { useQuery } from '@tanstack/react-query';
import { getAgentPerformanceOptions } from '@/api/generated/@tanstack/react-query.gen';
import { getAgentPerformance } from '@/api/generated/sdk.gen';
import { useI18n } from '@/i18n/I18n';
import { PerformanceTable } from './PerformanceTable';
import { type PerformanceSearch, type Sort, sortOf } from './performance';
import { Report } from './Report';
import { type OnPeriod, ReportHead } from './ReportHead';
import type { Reach } from './reach';
import { TrendCharts } from './TrendCharts';

const BY_NAME: Sort = { by: 'name', down: false };

type Props = { search: PerformanceSearch; onPeriod: OnPeriod; onSort: (sort: string) => void; reach: Reach };

/** What each colleague did and holds. There is no score and no order of merit: what is good is for people to say. */
export function PerformancePage({ search: { sort, ...period }, onPeriod, onSort, reach }: Props) {
  const { m } = useI18n();
  const query = useQuery(getAgentPerformanceOptions({ query: period }));
  return (
    <>
      <ReportHead
        title={m.oversight.agents}
        name="agent-performance"
        search={period}
        onPeriod={onPeriod}
        period={query.data?.period}
        csv={(how) => getAgentPerformance({ query: period, ...how })}
      />
      <Report query={query}>
        {(report) => (
          <>
            <PerformanceTable
              report={report}
              sort={(sort && sortOf(sort)) || BY_NAME}
              onSort={onSort}
              scope={{ reach, period: report.period }}
            />
            <TrendCharts trend={report.trend} />
          </>
        )}
      </Report>
    </>
  );
}
