import type { ReactNode } from 'react';
import classes from './Sides.module.css';

/** What a page is about, and what stands beside it where there is room. */
export function Sides({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <div className={classes.sides}>
      <div className={classes.part}>{main}</div>
      <div className={classes.part}>{side}</div>
    </div>
  );
}
