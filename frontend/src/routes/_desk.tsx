import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { Shell } from '@/app/Shell';

export const Route = createFileRoute('/_desk')({
  beforeLoad: async ({ context, location }) => ({
    // A former address of a sign-in is no page to come back to.
    me: await requireSignIn(context.queryClient, /\/log(in|out)\/?$/.test(location.pathname) ? '/' : location.href),
  }),
  component: Shell,
});
