import type { LinkProps } from '@tanstack/react-router';
import { useI18n } from '@/i18n/I18n';
import { RowLink } from './RowLink';
import classes from './StatTile.module.css';

export type Stat = {
  id: string;
  label: string;
  /** A number, or words where it is none. */
  value: number | string;
  /** The list that is counted. */
  to?: Pick<LinkProps, 'to' | 'search'>;
  /** Worth a look where it is not nothing. */
  tone?: 'bad' | 'wait';
};

/** Figures side by side, each of them the way to what it counts. */
export function StatTiles({ stats }: { stats: Stat[] }) {
  const { f } = useI18n();
  return (
    <dl className={classes.tiles}>
      {stats.map(({ id, label: name, value, to, tone }) => (
        <div key={id} className={classes.tile} data-tone={(value !== 0 && tone) || undefined}>
          <dt>{to ? <RowLink {...(to as LinkProps)}>{name}</RowLink> : name}</dt>
          <dd>{typeof value === 'number' ? f.number(value) : value}</dd>
        </div>
      ))}
    </dl>
  );
}
