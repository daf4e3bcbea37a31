import { ActionIcon, Popover, Text } from '@mantine/core';
import { Info } from 'lucide-react';
import type { MetricResponse } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { behindExcluded } from './behind';
import type { Scope } from './reports';
import { WayTo } from './WayTo';

/** The definition of a figure, and what it leaves out. */
export function WhatIsCounted({ figure, scope }: { figure: MetricResponse; scope: Scope }) {
  const { m } = useI18n();
  const words = m.oversight;
  const { metric } = figure;
  const about = words.about(words.metrics[metric]);
  const excluded = figure.excluded.filter(({ count }) => count > 0);
  return (
    <Popover position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={about} data-screen-only>
          <Info size={15} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={about} tabIndex={-1}>
        <Text size="sm">{words.definitions[metric]}</Text>
        {excluded.length > 0 && (
          <>
            <Text size="sm" fw={600} mt="xs">
              {words.leftOut}
            </Text>
            {excluded.map((out) => (
              <Text size="sm" key={out.reason}>
                <WayTo way={behindExcluded(metric, out, scope)} figure={words.metrics[metric]}>
                  {words.excluded[out.reason](out.count)}
                </WayTo>
              </Text>
            ))}
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
