import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { onTestFinished, vi } from 'vitest';
import type { Me, RefreshSessionResponse, Role } from '@/api/generated/types.gen';
import { Providers } from '@/app/Providers';
import { createQueryClient } from '@/app/queryClient';
import { createDeskRouter } from '@/app/router';
import type { Language } from '@/i18n/messages';
import { loadMessages } from '@/i18n/messages';
import { routeTree } from '@/routeTree.gen';
import { answer, refuse } from './server';

export const ADA: Me = {
  id: '01a20471-0151-77f3-8020-b602ce5a3648',
  name: 'Ada Obi',
  email: 'ada@desk.example',
  role: 'agent',
};

export function sessionOf(me: Me): RefreshSessionResponse {
  return { access_token: `token-of-${me.role}`, token_type: 'Bearer', expires_in: 600, staff: me };
}

export function nobodySignedIn() {
  answer('post', '/auth/refresh', () => refuse(401, 'signed_out'));
}

export function signedInAs(role: Role): Me {
  const me = { ...ADA, role };
  answer('post', '/auth/refresh', () => sessionOf(me));
  return me;
}

/** The whole application at an address, and somebody to use it. */
export async function openAt(address: string, language: Language = 'en') {
  const history = createMemoryHistory({ initialEntries: [address] });
  const queryClient = createQueryClient();
  const router = createDeskRouter({ routeTree, queryClient, history });
  const user = userEvent.setup();
  // What the shell fetches after the first sight of a page is there at once.
  await Promise.all([
    import('@/app/CommandPalette'),
    import('@/app/KeySheet'),
    import('@/features/session/SessionExpired'),
    import('@/features/notices/NoticeBell'),
  ]);
  const start = { language, messages: await loadMessages(language) };
  const { unmount } = render(
    <Providers queryClient={queryClient} start={start}>
      <RouterProvider router={router as never} />
    </Providers>,
  );
  const address_ = () => decodeURIComponent(history.location.href);
  return { user, router, history, queryClient, address: address_, unmount };
}

/** A window of this many rem. */
export function wide(rem: number) {
  const narrower = globalThis.matchMedia;
  vi.stubGlobal('matchMedia', (query: string) => ({
    ...narrower(query),
    matches: rem >= Number(/min-width: ([\d.]+)em/.exec(query)?.[1] ?? Number.POSITIVE_INFINITY),
  }));
  onTestFinished(() => void vi.stubGlobal('matchMedia', narrower));
}
