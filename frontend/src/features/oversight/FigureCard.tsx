import { ArrowDown, ArrowUp } from 'lucide-react';
import type { MetricResponse } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { behindDenominator, behindFigure } from './behind';
import { type Change, changeOf, chiefValue, sayValue } from './figures';
import classes from './Oversight.module.css';
import type { Scope } from './reports';
import { WayTo } from './WayTo';
import { WhatIsCounted } from './WhatIsCounted';

type Props = { figure: MetricResponse; scope: Scope; team?: MetricResponse };

/** One figure: what it says, what it was made from, and what it was before. */
export function FigureCard({ figure, scope, team }: Props) {
  const { m, f } = useI18n();
  const words = m.oversight;
  const { metric, kind } = figure;
  const said = sayValue(m, f, kind, chiefValue(kind, figure));
  const change = changeOf(m, f, figure);
  const way = kind === 'duration' ? undefined : behindFigure(figure, scope);
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <h3>{words.metrics[metric]}</h3>
        <WhatIsCounted figure={figure} scope={scope} />
      </div>
      <p className={classes.value}>
        <WayTo way={way} figure={words.metrics[metric]}>
          {said}
        </WayTo>{' '}
        {kind === 'duration' && figure.n > 0 && <small>{words.median}</small>}
      </p>
      <Made figure={figure} scope={scope} />
      {change && <ChangeLine change={change} />}
      {team && <p className={classes.detail}>{words.teamHas(sayValue(m, f, kind, chiefValue(kind, team)))}</p>}
    </li>
  );
}

/** What stands behind a share or a duration; a number is itself. */
function Made({ figure, scope }: Pick<Props, 'figure' | 'scope'>) {
  const { m, f } = useI18n();
  const words = m.oversight;
  const { metric, kind, value, numerator, denominator, n, p90 } = figure;
  const name = words.metrics[metric];
  const way = behindFigure(figure, scope);
  if (value === null) return <p className={classes.detail}>{words.nothingCounted}</p>;
  if (kind === 'count') return null;
  if (kind === 'rate') {
    return (
      <p className={classes.detail}>
        <WayTo way={way} figure={name}>
          {f.number(numerator)}
        </WayTo>{' '}
        {words.outOf}{' '}
        <WayTo way={behindDenominator(figure, scope)} figure={name}>
          {f.number(denominator ?? n)}
        </WayTo>
      </p>
    );
  }
  return (
    <p className={classes.detail}>
      {n > 1 && `${words.mean(sayValue(m, f, kind, value))} · ${words.p90(sayValue(m, f, kind, p90))} · `}
      <WayTo way={way} figure={name}>
        {words.made(f.number(n))}
      </WayTo>
    </p>
  );
}

const SIGNS = { up: ArrowUp, down: ArrowDown, same: undefined };

function ChangeLine({ change: { way, text } }: { change: Change }) {
  const Sign = SIGNS[way];
  return (
    <p className={classes.change}>
      {Sign && <Sign size={12} aria-hidden />}
      {text}
    </p>
  );
}
