import { Button } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import classes from './FilterBar.module.css';

type Props = Omit<ComponentPropsWithRef<'button'>, 'color'> & { active: boolean };

/** What opens a filter, and says what it is set to. */
export function FilterButton({ active, children, ...rest }: Props) {
  return (
    <Button
      size="xs"
      variant="default"
      {...rest}
      className={classes.filter}
      data-active={active || undefined}
      rightSection={<ChevronDown size={14} aria-hidden />}
    >
      {children}
    </Button>
  );
}
