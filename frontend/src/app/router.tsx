import type { QueryClient } from '@tanstack/react-query';
import { type AnyRoute, createRouter, type RouterHistory } from '@tanstack/react-router';
import { parseSearch, stringifySearch } from '@/api/search';
import { resetSession } from '@/api/session';
import { PageLoading } from '@/ui/PageLoading';
import { DeskError } from './DeskError';
import { NotFoundPage } from './ErrorPages';

export type RouterContext = { queryClient: QueryClient };

/** What somebody came to do: the box to write in, or the dialog that is open. */
export type Compose =
  | 'reply'
  | 'note'
  | 'escalate'
  | 'end'
  | 'discuss'
  | 'edit'
  | 'status'
  | 'transfer'
  | 'resolve'
  | 'decline'
  | 'reassign'
  | 'withdraw';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** What somebody searched for, and who. Words may name a patient, so they never are in an address. */
    words?: string;
    searchedBy?: string;
    /** Shows the sign-in also where somebody is signed in: who comes by a password link may be another person. */
    forceSignIn?: boolean;
    /** The queue a ticket was opened from, as its address has it. */
    queue?: string;
    /** The numbers of the tickets after it there, and where the next page of it begins. */
    following?: string[];
    nextPage?: string;
    /** What somebody came to do. */
    compose?: Compose;
    /** What a customer is made for: where the way goes on with them. */
    then?: 'interaction' | 'ticket';
    /** Whether all rows of the list are selected to begin with. */
    chooseAll?: boolean;
    /** Which page of a list this is, for the way back. */
    pageNumber?: number;
  }
}

type Options<Tree extends AnyRoute> = { routeTree: Tree; queryClient: QueryClient; history?: RouterHistory };

export function createDeskRouter<Tree extends AnyRoute>({ routeTree, queryClient, history }: Options<Tree>) {
  resetSession();
  return createRouter({
    routeTree,
    history,
    context: { queryClient } as never,
    parseSearch,
    stringifySearch,
    search: { strict: true },
    // Pointing at a link must not read a patient's record: every read is entered in the read log.
    defaultPreload: false,
    defaultPendingMs: 300,
    defaultPendingMinMs: 500,
    defaultPendingComponent: PageLoading,
    scrollRestoration: true,
    defaultErrorComponent: DeskError,
    defaultNotFoundComponent: NotFoundPage,
  });
}
