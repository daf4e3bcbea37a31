import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { Shell } from '@/app/Shell';

export const Route = createFileRoute('/_desk')({
  beforeLoad: async ({ context, location }) => ({ me: await requireSignIn(context.queryClient, location.href) }),
  component: Shell,
});
