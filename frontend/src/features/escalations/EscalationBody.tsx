import { Button, Group, Stack, Text } from '@mantine/core';
import { CornerDownLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Escalation } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import classes from './Escalation.module.css';

type Props = { escalation: Escalation; onUse?: (escalationId: string, answer: string) => void; children?: ReactNode };

/** What was asked and the answer, with what was said in between. */
export function EscalationBody({ escalation, onUse, children }: Props) {
  const { m } = useI18n();
  const words = m.escalations;
  const { outcome, withdrawn_reason: withdrawn } = escalation;
  return (
    <Stack gap="sm">
      <div className={classes.body}>{escalation.reason}</div>
      {children}
      {withdrawn && (
        <Text size="sm">
          <b>{words.withdrawn}:</b> {withdrawn}
        </Text>
      )}
      {outcome && !withdrawn && (
        <div className={classes.answer}>
          <Group justify="space-between" mb={4}>
            <b>
              {words.outcome}
              {escalation.resolved_by && ` · ${escalation.resolved_by.name}`}
            </b>
            {onUse && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<CornerDownLeft size={14} aria-hidden />}
                onClick={() => onUse(escalation.id, outcome)}
              >
                {words.useInReply}
              </Button>
            )}
          </Group>
          <div className={classes.body}>{outcome}</div>
        </div>
      )}
    </Stack>
  );
}
