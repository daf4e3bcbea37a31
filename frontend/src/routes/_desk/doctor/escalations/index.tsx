import { createFileRoute } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { DoctorInbox } from '@/features/escalations/DoctorInbox';

export const Route = createFileRoute('/_desk/doctor/escalations/')({
  beforeLoad: ({ context }) => requireArea(context.me, 'inbox'),
  component: DoctorInbox,
});
