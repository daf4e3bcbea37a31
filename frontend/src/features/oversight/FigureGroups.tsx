import type { MetricResponse } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Panel } from '@/ui/Panel';
import { FigureCard } from './FigureCard';
import { figureOf } from './figures';
import classes from './Oversight.module.css';
import { METRIC_GROUPS, type Scope } from './reports';

type Group = keyof typeof METRIC_GROUPS;
const GROUPS = Object.keys(METRIC_GROUPS) as Group[];

type Props = { figures: MetricResponse[]; scope: Scope; team?: MetricResponse[] };

/** All figures of a report, those of one kind together; `team` beside those of one colleague. */
export function FigureGroups({ figures, scope, team = [] }: Props) {
  const { m } = useI18n();
  return GROUPS.map((group) => {
    const shown = METRIC_GROUPS[group].flatMap((metric) => figureOf(figures, metric) ?? []);
    if (shown.length === 0) return null;
    return (
      <Panel key={group} title={m.oversight.groups[group]} bare>
        <ul className={classes.cards}>
          {shown.map((figure) => (
            <FigureCard key={figure.metric} figure={figure} scope={scope} team={figureOf(team, figure.metric)} />
          ))}
        </ul>
      </Panel>
    );
  });
}
