import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import classes from './RowLink.module.css';

function Anchor(props: ComponentProps<'a'>) {
  return <a {...props} data-row-link className={classes.link} />;
}

/** The link in the first cell of a row; the whole row answers to it. */
export const RowLink = createLink(Anchor);
