import { Box, Group, Text, Title, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useI18n } from '@/i18n/I18n';
import classes from './PageHeader.module.css';

type Props = {
  title: string;
  tab?: string;
  above?: ReactNode;
  below?: ReactNode;
  actions?: ReactNode;
  /** Stands after the title, such as the button that edits it. */
  beside?: ReactNode;
  /** Takes the title's place for the eye; it stays the heading. */
  editing?: ReactNode;
};

/** The one heading of a page. `tab` is what the browser's tab shows, where the title would tell a patient's name. */
export function PageHeader({ title, tab = title, above, below, actions, beside, editing }: Props) {
  const { m } = useI18n();
  return (
    <Group justify="space-between" align="flex-start" gap="sm" mb="md" component="header">
      <title>{`${tab} · ${m.desk.name}`}</title>
      <Box flex="1 1 16rem" miw={0}>
        {above}
        {editing ? (
          <>
            <VisuallyHidden>
              <h1>{title}</h1>
            </VisuallyHidden>
            {editing}
          </>
        ) : (
          <Group gap={6} wrap="nowrap" align="flex-start">
            <Title order={1} style={{ overflowWrap: 'anywhere' }} tabIndex={-1} data-page-title>
              {title}
            </Title>
            {beside}
          </Group>
        )}
        {typeof below === 'string' ? <Text c="dimmed">{below}</Text> : below}
      </Box>
      {actions && (
        <div data-screen-only className={classes.actions}>
          {actions}
        </div>
      )}
    </Group>
  );
}
