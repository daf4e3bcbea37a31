import { Group, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { KeyRound, UserCheck, UserX } from 'lucide-react';
import { useState } from 'react';
import { getStaffOptions } from '@/api/generated/@tanstack/react-query.gen';
import { createPasswordLink, updateStaff } from '@/api/generated/sdk.gen';
import type { PasswordLink, Staff, UpdateStaff } from '@/api/generated/types.gen';
import { tagOf } from '@/api/merge';
import { useI18n } from '@/i18n/I18n';
import { ActionButtons } from '@/ui/ActionButtons';
import { type Action, useActions } from '@/ui/actions';
import { BackLink } from '@/ui/BackLink';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { PageHeader } from '@/ui/PageHeader';
import { PageLoading } from '@/ui/PageLoading';
import { Facts, Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/RelativeTime';
import { Sides } from '@/ui/Sides';
import { useDoing } from '@/ui/useDoing';
import { useInHand } from './inHand';
import { LinkShown } from './LinkShown';
import { ActivePill } from './marks';
import { StaffEdit } from './StaffEdit';

export function StaffPage({ staffId }: { staffId: string }) {
  const { data } = useQuery({
    ...getStaffOptions({ path: { id: staffId } }),
    throwOnError: (_, { state }) => state.data === undefined,
  });
  return data ? <Loaded colleague={data} /> : <PageLoading />;
}

function Loaded({ colleague }: { colleague: Staff }) {
  const { m } = useI18n();
  const words = m.staff;
  const { id, name, email, role, active = true, last_seen_at: seen, created_at: since } = colleague;
  const doing = useDoing('Staff', 'Ticket', 'Interaction', 'Escalation');
  const inHand = useInHand(id);
  const [link, setLink] = useState<PasswordLink>();
  const [leaving, setLeaving] = useState(false);
  const may = (action: Staff['allowed'][number]) => colleague.allowed.includes(action);
  const send = (body: UpdateStaff) =>
    updateStaff({
      path: { id },
      body,
      headers: { 'If-Match': colleague.version === undefined ? '*' : tagOf(colleague.version) },
      throwOnError: true,
    });
  const actions: Action[] = [
    ...(may('issue_password_link')
      ? [
          {
            id: 'password-link',
            label: words.link,
            icon: KeyRound,
            run: () =>
              doing.run({
                run: async () => setLink((await createPasswordLink({ path: { id }, throwOnError: true })).data),
              }),
          },
        ]
      : []),
    ...(may('edit_staff') && active
      ? [{ id: 'deactivate', label: words.deactivate, icon: UserX, apart: true, run: () => setLeaving(true) }]
      : []),
    ...(may('edit_staff') && !active
      ? [
          {
            id: 'activate',
            label: words.activate,
            icon: UserCheck,
            run: () => doing.run({ run: () => send({ active: true }), said: words.activated(name) }),
          },
        ]
      : []),
  ];
  useActions(actions);
  return (
    <>
      <PageHeader
        title={name}
        above={<BackLink to="/admin/staff">{words.title}</BackLink>}
        below={
          <Group gap="xs" mt={6}>
            <ActivePill active={active} />
            <Text size="sm">{m.desk.account.roles[role]}</Text>
          </Group>
        }
        actions={<ActionButtons actions={actions} />}
      />
      <Sides
        main={
          <>
            {/* Begun anew only where what it edits has changed, and not when they are let in or out meanwhile. */}
            {may('edit_staff') && (
              <StaffEdit key={`${name} ${email} ${role}`} colleague={colleague} doing={doing} send={send} />
            )}
            <Panel title={words.hand}>
              <List size="sm" spacing="sm">
                {inHand.map(({ text, way }) => (
                  <List.Item key={text}>
                    <Link {...(way as LinkProps)}>{text}</Link>
                  </List.Item>
                ))}
              </List>
            </Panel>
          </>
        }
        side={
          <Panel title={m.tickets.details}>
            <Facts
              facts={[
                [words.email, email],
                [words.role, m.desk.account.roles[role]],
                [words.lastSeen, seen ? <RelativeTime key="seen" at={seen} /> : words.never],
                [words.since, since && <RelativeTime at={since} />],
              ]}
            />
          </Panel>
        }
      />
      {link && <LinkShown link={link} onClose={() => setLink(undefined)} />}
      {leaving && (
        <ConfirmDialog
          title={words.deactivateTitle(name)}
          confirm={words.deactivate}
          pending={doing.isPending}
          onConfirm={() =>
            doing.run({
              run: () => send({ active: false }),
              said: words.deactivated(name),
              done: () => setLeaving(false),
            })
          }
          onClose={() => setLeaving(false)}
        >
          <Text size="sm">{words.deactivateAbout}</Text>
          <List size="sm" spacing="sm">
            {Object.entries(words.fate).map(([key, fate]) => (
              <List.Item key={key}>{fate}</List.Item>
            ))}
          </List>
          <Text size="sm">
            <b>{words.hand}:</b> {inHand.map(({ text }) => text).join(' · ')}
          </Text>
        </ConfirmDialog>
      )}
    </>
  );
}
