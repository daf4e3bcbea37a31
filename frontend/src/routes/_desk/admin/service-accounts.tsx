import { createFileRoute } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { ServiceAccounts } from '@/features/service-accounts/ServiceAccounts';

export const Route = createFileRoute('/_desk/admin/service-accounts')({
  beforeLoad: ({ context }) => requireArea(context.me, 'staff'),
  component: ServiceAccounts,
});
