import { createFileRoute, redirect } from '@tanstack/react-router';
import { homeOf } from '@/app/home';

export const Route = createFileRoute('/_desk/customer-care/')({
  beforeLoad: ({ context }) => {
    throw redirect({ to: homeOf(context.me), replace: true });
  },
});
