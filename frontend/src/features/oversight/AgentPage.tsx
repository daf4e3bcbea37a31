import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { getAgentPerformanceOptions, getAgentReportOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { AgentReport, MetricResponse } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Panel } from '@/ui/Panel';
import { AgentLoad } from './AgentLoad';
import { FigureGroups } from './FigureGroups';
import { HandledCustomers } from './HandledCustomers';
import { Report } from './Report';
import { type OnPeriod, ReportHead } from './ReportHead';
import type { Reach } from './reach';
import type { PeriodSearch } from './reports';
import { figuresSheet } from './sheet';
import { TrendCharts } from './TrendCharts';

type Props = {
  agentId: string;
  search: PeriodSearch;
  onPeriod: OnPeriod;
  reach: Reach;
  /** Their own page: without the team, which is not theirs to see. */
  own?: boolean;
  above?: ReactNode;
};

/** What one colleague did in a period, beside the team. */
export function AgentPage({ agentId, search, onPeriod, reach, own = false, above }: Props) {
  const { m } = useI18n();
  const path = { id: agentId };
  const query = useQuery(getAgentReportOptions({ path, query: search }));
  const team = useQuery({
    ...getAgentPerformanceOptions({ query: { ...search, agent_id: agentId } }),
    enabled: !own,
  });
  const report = query.data;
  return (
    <>
      <ReportHead
        title={own ? m.oversight.mine : (report?.agent.name ?? m.oversight.agent)}
        name="agent"
        search={search}
        onPeriod={onPeriod}
        period={report?.period}
        csv={report && (() => figuresSheet(m, report.figures, team.data?.team))}
        above={above}
      />
      <Report query={query}>
        {(loaded) => <Loaded report={loaded} team={team.data?.team} reach={reach} own={own} />}
      </Report>
    </>
  );
}

type LoadedProps = Pick<Props, 'reach'> & { report: AgentReport; team: MetricResponse[] | undefined; own: boolean };

function Loaded({ report, team, reach, own }: LoadedProps) {
  const { m } = useI18n();
  const words = m.oversight;
  const { agent, period, figures, load, trend, customers } = report;
  return (
    <>
      {!agent.active && <Text c="dimmed">{words.left}</Text>}
      <Panel title={words.load.title}>
        <AgentLoad agent={agent} load={load} records={reach.records} mayReassign={reach.records && !own} />
      </Panel>
      <TrendCharts trend={trend} name="agent" period={period} />
      <FigureGroups figures={figures} team={team} scope={{ reach, period, agentId: agent.id }} />
      <HandledCustomers
        title={own ? words.myCustomers : words.customers}
        customers={customers}
        period={period}
        history={!own}
      />
    </>
  );
}
