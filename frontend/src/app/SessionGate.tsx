import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useSyncExternalStore } from 'react';
import {
  finishLeaving,
  isCovered,
  type SessionState,
  sessionOwner,
  sessionState,
  subscribeToSession,
  watchSession,
} from '@/api/session';
import { announce } from '@/ui/announce';
import { releaseDrafts } from '@/ui/useDraft';
import { Coverable } from './Coverable';
import { rememberMe } from './guard';
import { loadPage } from './loadPage';

const loadExpired = () => import('@/features/session/SessionExpired').then((it) => ({ default: it.SessionExpired }));
const loadLocked = () => import('@/features/session/PageLocked').then((it) => ({ default: it.PageLocked }));
const SessionExpired = lazy(loadExpired);
const PageLocked = lazy(loadLocked);

/** Shows the page to the person it works for, and to nobody else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const state = useSyncExternalStore(subscribeToSession, sessionState);
  const covered = isCovered();
  const me = sessionOwner();
  useEffect(watchSession, []);
  useCoverAtHand();
  useLeaving(state);
  useReopening(covered);
  return (
    <>
      <Coverable covered={covered}>{state.kind !== 'leaving' && children}</Coverable>
      <Suspense fallback={null}>
        {me && state.kind === 'expired' && <SessionExpired me={me} />}
        {me && state.kind === 'locked' && <PageLocked me={me} by={state.by} onContinue={() => loadPage('/')} />}
      </Suspense>
    </>
  );
}

/** What a page without its person shows is fetched beforehand: it has to be there when the server is not. */
function useCoverAtHand() {
  const router = useRouter();
  useEffect(() => {
    const signIn = router.routesByPath['/customer-care/login'];
    void Promise.allSettled([loadExpired(), loadLocked(), signIn && router.loadRouteChunk(signIn)]);
  }, [router]);
}

/** Leaves nothing of a patient behind: no cached answer, no toast, nothing announced, no draft of whoever signed out. */
function useLeaving(state: SessionState) {
  const queryClient = useQueryClient();
  const router = useRouter();
  useEffect(() => {
    if (state.kind !== 'leaving') return;
    releaseDrafts({ wipe: state.deleteDrafts });
    notifications.clean();
    announce('');
    queryClient.clear();
    router.clearCache();
    void router.navigate({ to: '/customer-care/login', replace: true, ignoreBlocker: true }).finally(finishLeaving);
  }, [state, queryClient, router]);
}

/** After the person has come back, everything is read again: it may have changed, and so may their role. */
function useReopening(covered: boolean) {
  const queryClient = useQueryClient();
  const router = useRouter();
  const before = useRef(covered);
  useEffect(() => {
    const owner = sessionOwner();
    if (before.current && !covered && owner) {
      rememberMe(queryClient, owner);
      void queryClient.invalidateQueries();
      void router.invalidate();
    }
    before.current = covered;
  }, [covered, queryClient, router]);
}
