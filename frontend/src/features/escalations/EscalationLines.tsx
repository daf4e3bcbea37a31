import type { Escalation } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Lines, type LinesOf } from '@/ui/Lines';
import { PriorityPill } from '@/ui/marks';
import { RelativeTime } from '@/ui/RelativeTime';
import { RowLink } from '@/ui/RowLink';
import { Waited } from '@/ui/Waited';
import { EscalationPill, sourceTitle, targetName } from './marks';

/** A few escalations. */
export function EscalationLines({ escalations, ...rest }: LinesOf & { escalations: Escalation[] }) {
  const { m } = useI18n();
  return (
    <Lines
      {...rest}
      lines={escalations.map((row) => ({
        id: row.id,
        link: (
          <RowLink to="/customer-care/escalations/$escalationId" params={{ escalationId: row.id }}>
            {sourceTitle(m, row)}
          </RowLink>
        ),
        about: `${row.customer.name} · ${targetName(m, row)}`,
        marks: (
          <>
            <PriorityPill priority={row.priority} />
            <EscalationPill status={row.status} />
            {row.waiting_since ? <Waited since={row.waiting_since} /> : <RelativeTime at={row.created_at} />}
          </>
        ),
      }))}
    />
  );
}
