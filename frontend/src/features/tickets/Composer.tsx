import { Tabs } from '@mantine/core';
import { Lock, type LucideIcon, MessageSquare, UserRound } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useI18n } from '@/i18n/I18n';
import classes from './Composer.module.css';
import { ComposerBox } from './ComposerBox';
import { KINDS, type Kind } from './drafts';

const ICONS: Record<Kind, LucideIcon> = { reply: MessageSquare, note: Lock, customer: UserRound };
const NEEDS = { reply: 'reply', note: 'note', customer: 'record_customer_message' } as const;

type Props = ComponentProps<typeof ComposerBox> & { onKind: (kind: Kind) => void };

/** Where one writes. A reply and a note are different tabs with their own look, words, draft and button. */
export function Composer({ kind, onKind, ...rest }: Props) {
  const { m } = useI18n();
  const words = m.tickets.compose;
  const kinds = KINDS.filter((each) => rest.ticket.allowed.includes(NEEDS[each]));
  const first = kinds[0];
  if (!first) return null;
  return (
    <Tabs
      value={kinds.includes(kind) ? kind : first}
      onChange={(next) => onKind(next as Kind)}
      className={classes.composer}
      data-kind={kind}
      data-screen-only
      variant="none"
      keepMounted={false}
    >
      <Tabs.List className={classes.tabs} aria-label={m.tickets.thread}>
        {kinds.map((each) => {
          const Icon = ICONS[each];
          return (
            <Tabs.Tab key={each} value={each} leftSection={<Icon size={15} aria-hidden />} className={classes.tab}>
              {words.kinds[each]}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      {kinds.map((each) => (
        <Tabs.Panel key={each} value={each} className={classes.panel}>
          <ComposerBox {...rest} kind={each} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
