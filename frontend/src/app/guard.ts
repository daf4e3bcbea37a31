import type { QueryClient } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { getMeQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import type { Me, Role } from '@/api/generated/types.gen';
import { resumeSession } from '@/api/session';
import { setDraftOwner } from '@/ui/useDraft';
import { type Area, maySee } from './home';

/** Who is signed in; asks the server once after a load. */
export async function whoIsHere(queryClient: QueryClient): Promise<Me | undefined> {
  const known = queryClient.getQueryData<Me>(getMeQueryKey());
  if (known) return known;
  const me = await resumeSession();
  if (me) rememberMe(queryClient, me);
  return me;
}

export function rememberMe(queryClient: QueryClient, me: Me) {
  setDraftOwner(me.id);
  queryClient.setQueryData(getMeQueryKey(), me);
}

/** Lets a signed-in person through; anybody else signs in first and then comes back to `href`. */
export async function requireSignIn(queryClient: QueryClient, href: string): Promise<Me> {
  const me = await whoIsHere(queryClient);
  if (!me) throw redirect({ to: '/customer-care/login', search: href === '/' ? {} : { to: href }, replace: true });
  return me;
}

/** A page that is for other roles than the reader's. */
export class Forbidden extends Error {
  constructor(
    readonly area: Area,
    readonly role: Role,
  ) {
    super(`${area} is not for the role ${role}`);
  }
}

export function requireArea(me: Me, area: Area) {
  if (!maySee(me, area)) throw new Forbidden(area, me.role);
}
