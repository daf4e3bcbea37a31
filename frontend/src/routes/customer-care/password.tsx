import { createFileRoute, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { SetPassword } from '@/features/session/SetPassword';

export const Route = createFileRoute('/customer-care/password')({ component: Password });

/** The token stands behind the `#`, which no browser sends anywhere; once read it does not stay in the address either. */
function Password() {
  const hash = useLocation({ select: (location) => location.hash });
  const navigate = useNavigate();
  const [token] = useState(() => new URLSearchParams(hash).get('token') ?? '');
  useEffect(() => {
    if (hash !== '') navigate({ to: '.', hash: '', replace: true });
  }, [hash, navigate]);
  return <SetPassword token={token} />;
}
