import { useQuery } from '@tanstack/react-query';
import { getFrequentIssuesOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useI18n } from '@/i18n/I18n';
import { Categories } from './Categories';
import { ConcernedAgents, ConcernedCustomers } from './Concerned';
import classes from './Oversight.module.css';
import { Report } from './Report';
import { type OnPeriod, ReportHead } from './ReportHead';
import type { Reach } from './reach';
import type { PeriodSearch } from './reports';
import { Terms } from './Terms';

type Props = { search: PeriodSearch; onPeriod: OnPeriod; reach: Reach };

/** What the tickets of a period are about. */
export function IssuesPage({ search, onPeriod, reach }: Props) {
  const { m } = useI18n();
  const query = useQuery(getFrequentIssuesOptions({ query: search }));
  return (
    <>
      <ReportHead title={m.oversight.issues} search={search} onPeriod={onPeriod} period={query.data?.period} />
      <Report query={query}>
        {({ period, categories, terms, agents, customers }) => {
          const scope = { reach, period };
          return (
            <>
              <Categories categories={categories} scope={scope} />
              <Terms terms={terms} scope={scope} />
              <div className={classes.two}>
                <ConcernedAgents agents={agents} scope={scope} />
                <ConcernedCustomers customers={customers} scope={scope} />
              </div>
            </>
          );
        }}
      </Report>
    </>
  );
}
