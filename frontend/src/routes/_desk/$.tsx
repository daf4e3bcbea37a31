import { createFileRoute, redirect } from '@tanstack/react-router';
import { parseSearch } from '@/api/search';
import { NotFoundPage } from '@/app/ErrorPages';
import { formerAddress } from '@/app/formerAddresses';

// Every address without a page of its own, within the shell.
export const Route = createFileRoute('/_desk/$')({
  beforeLoad: ({ location }) => {
    const known = formerAddress(location.pathname);
    if (!known) return;
    const [to, search] = known.to.split('?');
    throw redirect({
      to,
      search: { ...location.search, ...parseSearch(search ?? '') },
      state: { compose: known.compose },
      replace: true,
    } as never);
  },
  component: NotFoundPage,
});
