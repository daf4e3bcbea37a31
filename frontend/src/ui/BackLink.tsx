import { createLink } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import type { ComponentProps } from 'react';
import classes from './BackLink.module.css';

function Anchor({ children, ...props }: ComponentProps<'a'>) {
  return (
    <a {...props} className={classes.back} data-screen-only>
      <ChevronLeft size={15} aria-hidden />
      {children}
    </a>
  );
}

/** The way back to a list, above the heading of one of its records. */
export const BackLink = createLink(Anchor);
