import { Button, Menu } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useI18n } from '@/i18n/I18n';
import { ActionButtons } from '@/ui/ActionButtons';
import { ActionMenu } from '@/ui/ActionMenu';
import type { TicketAction } from './ticketActions';
import type { useResolve } from './useResolve';

type Props = { actions: TicketAction[]; resolving: ReturnType<typeof useResolve> };

/** The buttons of a ticket's header. Resolving stands last and apart, and names what it does. */
export function TicketToolbar({ actions, resolving }: Props) {
  const { m } = useI18n();
  const menu = actions.filter(({ place }) => place === 'menu');
  const main = actions.filter(({ id, place }) => place === 'main' && id !== 'resolve');
  const resolve = actions.find(({ id }) => id === 'resolve');
  return (
    <>
      <ActionButtons actions={main} />
      <ActionMenu actions={menu} label={m.desk.more} />
      {resolve && <ResolveButton action={resolve} resolving={resolving} />}
    </>
  );
}

function ResolveButton({ action, resolving }: { action: TicketAction; resolving: Props['resolving'] }) {
  const { m } = useI18n();
  const words = m.tickets.actions;
  const label = { stay: words.resolve, next: words.resolveNext };
  const { icon: Icon } = action;
  const other = resolving.after === 'stay' ? 'next' : 'stay';
  return (
    <Button.Group ml={{ base: 0, xs: 'xs' }}>
      <Button leftSection={<Icon size={16} aria-hidden />} onClick={action.run}>
        {label[resolving.after]}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button px="xs" aria-label={words.resolveOther} style={{ borderInlineStartColor: 'rgb(255 255 255 / 35%)' }}>
            <ChevronDown size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => resolving.choose(other)}>{label[other]}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}
