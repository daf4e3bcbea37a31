import { LifeBuoy } from 'lucide-react';
import type { Interaction } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Elapsed, lasted } from '@/ui/Elapsed';
import { Lines, type LinesOf } from '@/ui/Lines';
import { ChannelPill } from '@/ui/marks';
import { Pill } from '@/ui/Pill';
import { RelativeTime } from '@/ui/RelativeTime';
import { RowLink } from '@/ui/RowLink';
import { InteractionPill, interactionTitle } from './marks';

type Props = LinesOf & {
  interactions: Interaction[];
  /** The one in which the ticket they are about was opened. */
  openedIn?: string;
};

/** A few interactions. */
export function InteractionLines({ interactions, openedIn, ...rest }: Props) {
  const { m } = useI18n();
  return (
    <Lines
      {...rest}
      lines={interactions.map((row) => ({
        id: row.id,
        link: (
          <RowLink to="/customer-care/interactions/$interactionId" params={{ interactionId: row.id }}>
            {interactionTitle(m, row)}
          </RowLink>
        ),
        about: row.summary ?? m.interactions.noSummary,
        marks: (
          <>
            {row.id === openedIn && (
              <Pill tone="info" icon={LifeBuoy}>
                {m.interactions.openedIn}
              </Pill>
            )}
            <ChannelPill channel={row.channel} />
            <InteractionPill status={row.status} />
            {row.duration_seconds === null ? (
              <Elapsed since={row.started_at} />
            ) : (
              <>
                <span>{lasted(m, row.duration_seconds)}</span>
                <RelativeTime at={row.started_at} />
              </>
            )}
          </>
        ),
      }))}
    />
  );
}
