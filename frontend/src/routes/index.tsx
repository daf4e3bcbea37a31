import { createFileRoute, redirect } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { homeOf } from '@/app/home';

export const Route = createFileRoute('/')({
  beforeLoad: async ({ context }) => {
    const me = await requireSignIn(context.queryClient, '/');
    throw redirect({ to: homeOf(me), replace: true });
  },
});
