import { useQuery } from '@tanstack/react-query';
import { listCustomersOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useI18n } from '@/i18n/I18n';
import { listState } from '@/ui/listState';
import { PageHeader } from '@/ui/PageHeader';
import { Pages } from '@/ui/Pages';
import { CustomerResults } from './CustomerResults';
import { CustomerViews } from './CustomerViews';

type Props = { cursor?: string; pageNumber: number; onNext: (cursor: string) => void; onBack: () => void };

/** Whom an administrator may bring back. */
export function DeletedCustomers({ cursor, pageNumber, onNext, onBack }: Props) {
  const { m } = useI18n();
  const query = useQuery(
    listCustomersOptions({ query: { deleted: true, sort: '-updated_at', limit: 25, cursor, include_total: true } }),
  );
  return (
    <>
      <PageHeader title={m.customers.title} />
      <CustomerViews deleted />
      <CustomerResults
        label={m.desk.hidden.view}
        state={listState(query, query.data?.data, { filtered: false })}
        nothing={{ title: m.customers.noneDeleted, about: m.customers.noneDeletedAbout }}
      />
      <Pages page={query.data?.page} number={pageNumber} onNext={onNext} onBack={onBack} />
    </>
  );
}
