import { useQueryClient } from '@tanstack/react-query';
import { createFileRoute, redirect, useRouter } from '@tanstack/react-router';
import { z } from 'zod/mini';
import { searchBy } from '@/api/search';
import { rememberMe, whoIsHere } from '@/app/guard';
import { SignIn } from '@/features/session/SignIn';

/** Only a path of this desk: an address elsewhere must not be reachable through the sign-in. */
const validateSearch = searchBy(z.object({ to: z.string().check(z.regex(/^\/(?![/\\])/)) }), ['to']);

export const Route = createFileRoute('/customer-care/login')({
  validateSearch,
  beforeLoad: async ({ context, search: { to }, location }) => {
    if (location.state.forceSignIn) return;
    if (await whoIsHere(context.queryClient).catch(() => undefined)) throw redirect({ href: to ?? '/', replace: true });
  },
  component: Login,
});

function Login() {
  const { to } = Route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  return (
    <SignIn
      onSignedIn={(me) => {
        rememberMe(queryClient, me);
        router.history.replace(to ?? '/');
      }}
    />
  );
}
