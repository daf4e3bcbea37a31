import { Link, type LinkProps } from '@tanstack/react-router';
import { useI18n } from '@/i18n/I18n';
import type { Way } from './behind';
import classes from './Oversight.module.css';

type Props = { way: Way | undefined; figure: string; children: string };

/** A number that leads to what it counts, where there is a list of that. */
export function WayTo({ way, figure, children }: Props) {
  const { m } = useI18n();
  if (!way) return children;
  return (
    <Link {...(way as LinkProps)} className={classes.number} aria-label={m.oversight.behind.see(figure, children)}>
      {children}
    </Link>
  );
}
