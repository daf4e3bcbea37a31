import { ActionIcon, Kbd, Menu } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import type { Action } from './actions';

type Props = { actions: Action[]; label: string; size?: number; quiet?: boolean };

/** The actions of a list as a menu behind three dots. What ends something stands apart from the rest. */
export function ActionMenu({ actions, label, size = 36, quiet = false }: Props) {
  if (actions.length === 0) return null;
  const apart = actions.filter((action) => action.apart);
  const item = ({ id, label: words, icon: Icon, keys, run }: Action) => (
    <Menu.Item
      key={id}
      leftSection={<Icon size={16} aria-hidden />}
      rightSection={keys && <Kbd aria-hidden>{keys.toUpperCase()}</Kbd>}
      onClick={run}
    >
      {words}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant={quiet ? 'subtle' : 'default'} size={size} aria-label={label}>
          <Ellipsis size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.filter((action) => !action.apart).map(item)}
        {apart.length > 0 && apart.length < actions.length && <Menu.Divider />}
        {apart.map(item)}
      </Menu.Dropdown>
    </Menu>
  );
}
