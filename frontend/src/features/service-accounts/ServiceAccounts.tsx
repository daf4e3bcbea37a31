import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { KeyRound, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { listServiceAccountsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { createServiceSecret, deleteServiceAccount } from '@/api/generated/sdk.gen';
import type { ServiceAccount } from '@/api/generated/types.gen';
import { tagOf } from '@/api/merge';
import { useI18n } from '@/i18n/I18n';
import { ActionMenu } from '@/ui/ActionMenu';
import { type Action, useActions } from '@/ui/actions';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { type Column, DataTable } from '@/ui/DataTable';
import { listState } from '@/ui/listState';
import { OnceShown } from '@/ui/OnceShown';
import { PageHeader } from '@/ui/PageHeader';
import { RelativeTime } from '@/ui/RelativeTime';
import { useDoing } from '@/ui/useDoing';
import { AccountDialog } from './AccountDialog';

/** The programs that may speak to the desk. */
export function ServiceAccounts() {
  const { m } = useI18n();
  const words = m.accounts;
  const query = useQuery({ ...listServiceAccountsOptions({ query: { limit: 200 } }), refetchInterval: 30_000 });
  const { run, isPending } = useDoing('ServiceAccount');
  const [adding, setAdding] = useState(false);
  useActions([{ id: 'add-account', label: words.add, icon: Plus, run: () => setAdding(true) }]);
  const [editing, setEditing] = useState<ServiceAccount>();
  const [removing, setRemoving] = useState<ServiceAccount>();
  const [shown, setShown] = useState<ServiceAccount>();

  const actionsOf = (account: ServiceAccount): Action[] => {
    const { id, allowed } = account;
    const issue = () =>
      run({ run: async () => setShown((await createServiceSecret({ path: { id }, throwOnError: true })).data) });
    return [
      ...(allowed.includes('edit_service_account')
        ? [{ id: 'edit', label: words.edit, icon: Pencil, run: () => setEditing(account) }]
        : []),
      ...(allowed.includes('issue_secret')
        ? [{ id: 'secret', label: words.newSecret, icon: KeyRound, run: issue }]
        : []),
      ...(allowed.includes('delete_service_account')
        ? [{ id: 'delete', label: words.remove, icon: Trash2, apart: true, run: () => setRemoving(account) }]
        : []),
    ];
  };
  const columns: [Column<ServiceAccount>, ...Column<ServiceAccount>[]] = [
    {
      id: 'name',
      label: words.name,
      render: ({ name, id }) => (
        <>
          <b>{name}</b>
          <Text size="xs" c="dimmed">
            {m.desk.label(words.clientId)} <code>{id}</code>
          </Text>
        </>
      ),
    },
    { id: 'scopes', label: words.scopes, render: ({ scopes }) => <Text size="xs">{scopes.join(', ')}</Text> },
    { id: 'expires', named: true, label: words.expires, render: ({ expires_at }) => <RelativeTime at={expires_at} /> },
    { id: 'secrets', named: true, label: words.secrets, from: 'md', render: ({ secrets }) => String(secrets.length) },
    {
      id: 'actions',
      label: m.desk.more,
      render: (account) => (
        <ActionMenu actions={actionsOf(account)} label={words.actionsFor(account.name)} size={30} quiet />
      ),
    },
  ];
  return (
    <>
      <PageHeader
        title={words.title}
        below={words.about}
        actions={
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        }
      />
      <DataTable
        label={words.title}
        state={listState(query, query.data?.data, { filtered: false })}
        rowKey={({ id }) => id}
        columns={columns}
        empty={{ title: words.none, about: words.noneAbout }}
        filteredEmpty={{ title: words.none, about: words.noneAbout }}
      />
      {adding && (
        <AccountDialog
          onClose={() => setAdding(false)}
          onSaved={(account) => {
            setAdding(false);
            setShown(account);
          }}
        />
      )}
      {editing && (
        <AccountDialog account={editing} onClose={() => setEditing(undefined)} onSaved={() => setEditing(undefined)} />
      )}
      {shown?.secret && (
        <OnceShown
          title={shown.name}
          about={`${words.secretAbout} ${shown.secrets.length > 1 ? words.newSecretAbout : ''}`}
          label={words.secret}
          value={shown.secret}
          note={`${m.desk.label(words.clientId)} ${shown.id}`}
          onClose={() => setShown(undefined)}
        />
      )}
      {removing && (
        <ConfirmDialog
          title={words.removeTitle(removing.name)}
          confirm={words.remove}
          pending={isPending}
          onConfirm={() =>
            run({
              run: () =>
                deleteServiceAccount({
                  path: { id: removing.id },
                  headers: { 'If-Match': tagOf(removing.version) },
                  throwOnError: true,
                }),
              said: words.removed,
              done: () => setRemoving(undefined),
            })
          }
          onClose={() => setRemoving(undefined)}
        >
          <Text size="sm">{words.removeAbout}</Text>
        </ConfirmDialog>
      )}
    </>
  );
}
