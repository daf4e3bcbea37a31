import { createFileRoute, redirect } from '@tanstack/react-router';

/** The case has one address for everybody. */
export const Route = createFileRoute('/_desk/doctor/escalations/$escalationId')({
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/customer-care/escalations/$escalationId', params, replace: true });
  },
});
