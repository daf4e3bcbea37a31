import { Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Me } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { pagesFor } from './pages';
import classes from './Shell.module.css';

export function Navigation({ me, onGo }: { me: Me; onGo: () => void }) {
  const { m } = useI18n();
  return (
    <Stack gap={2}>
      {pagesFor(me, m).map(({ to, label, icon: Icon }) => (
        <Link key={to} to={to} className={classes.link} onClick={onGo}>
          <Icon size={18} aria-hidden />
          {label}
        </Link>
      ))}
    </Stack>
  );
}
