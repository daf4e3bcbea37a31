import type { Channel, CreateInteraction, Direction } from '@/api/generated/types.gen';
import { deskNow } from '@/api/runtime';
import { instantOf } from '@/i18n/zone';

// What a person types about an interaction that is being logged, and what of it is sent.

export const FIELDS = ['channel', 'direction', 'summary', 'transcript', 'started_at', 'ended_at'] as const;
/** Whether nobody may have taken it: the desk began it, and it needs somebody at the other end. */
export const mayReachNobody = ({ channel, direction }: { channel: string; direction: string }) =>
  direction === 'outbound' && channel !== 'email';

/** `begun` is when the page was opened: the caller does not wait until they are found. */
export type LogValues = Record<(typeof FIELDS)[number] | 'late' | 'no_answer' | 'begun', string>;

export const freshValues = (): LogValues => ({
  channel: 'call',
  direction: 'inbound',
  summary: '',
  transcript: '',
  started_at: '',
  ended_at: '',
  late: '',
  no_answer: '',
  begun: deskNow().toISOString(),
});

/** The fields with which it cannot be sent. */
export function faultsIn(values: LogValues, ended: boolean, found: boolean, zone: string): string[] {
  const length = [...values.summary.trim()].length;
  const late = values.late !== '';
  return [
    ...(found ? [] : ['customer']),
    ...((ended && length < 10) || (length > 0 && length < 10) ? ['summary'] : []),
    ...(late && !instantOf(values.started_at, zone) ? ['started_at'] : []),
    ...(late && !instantOf(values.ended_at, zone) ? ['ended_at'] : []),
  ];
}

export function bodyOf(
  values: LogValues,
  customer_id: string,
  ticket_id: string | undefined,
  ended: boolean,
  zone: string,
): CreateInteraction {
  const late = values.late !== '';
  const ended_at = late ? instantOf(values.ended_at, zone) : ended ? deskNow().toISOString() : undefined;
  return {
    customer_id,
    channel: values.channel as Channel,
    direction: values.direction as Direction,
    started_at: late ? instantOf(values.started_at, zone) : values.begun,
    ...(ended_at ? { ended_at } : {}),
    ...(ended_at && values.no_answer !== '' && mayReachNobody(values) ? { no_answer: true } : {}),
    ...(values.summary.trim() === '' ? {} : { summary: values.summary }),
    ...(values.transcript.trim() === '' ? {} : { transcript: values.transcript }),
    ...(ticket_id ? { ticket_id } : {}),
  };
}
