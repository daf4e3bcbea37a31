import { Button } from '@mantine/core';
import type { Action } from './actions';

/** Actions as buttons; `next` is the one that is the next step. */
export function ActionButtons({ actions, next }: { actions: Action[]; next?: string }) {
  return actions.map(({ id, label, icon: Icon, run }) => (
    <Button
      key={id}
      variant={id === next ? 'filled' : 'default'}
      leftSection={<Icon size={16} aria-hidden />}
      onClick={run}
    >
      {label}
    </Button>
  ));
}
