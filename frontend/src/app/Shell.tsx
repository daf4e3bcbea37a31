import { AppShell, Burger, Button, Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { Link, Outlet, useRouteContext } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { signOut } from '@/api/session';
import { RunningBar } from '@/features/interactions/RunningBar';
import { useI18n } from '@/i18n/I18n';
import { AskedFirst } from '@/ui/askFirst';
import { AccountMenu } from './AccountMenu';
import { maySee } from './home';
import { Navigation } from './Navigation';
import { Reconnecting } from './Reconnecting';
import classes from './Shell.module.css';
import { useShellActions } from './shellActions';
import { useShortcuts } from './useShortcuts';

// Not needed for the first sight of a page: fetched right after it, so that they are at hand even when the desk is not.
const CommandPalette = lazy(() => import('./CommandPalette').then((it) => ({ default: it.CommandPalette })));
const NoticeBell = lazy(() => import('@/features/notices/NoticeBell').then((it) => ({ default: it.NoticeBell })));
const KeySheet = lazy(() => import('./KeySheet').then((it) => ({ default: it.KeySheet })));

export function Shell() {
  const { m } = useI18n();
  const { me } = useRouteContext({ from: '/_desk' });
  const [navigation, { toggle, close }] = useDisclosure(false);
  const [keys, keySheet] = useDisclosure(false);
  useShellActions(me, keySheet.open);
  useShortcuts();
  // Heard by the shell, so that it is heard while the palette is still being fetched.
  useHotkeys([['mod+K', spotlight.open]], [], true);

  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 224, breakpoint: 'sm', collapsed: { mobile: !navigation } }}
      padding={{ base: 'sm', sm: 'lg' }}
      transitionDuration={0}
    >
      <a href="#content" className={classes.skip}>
        {m.desk.skip}
      </a>
      <AppShell.Header className={classes.header}>
        <Group gap="xs" wrap="nowrap">
          <Burger
            opened={navigation}
            onClick={toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={navigation ? m.desk.closeNavigation : m.desk.openNavigation}
            aria-expanded={navigation}
          />
          <Link to="/" className={classes.brand} aria-label={m.desk.name}>
            <img src="/icon.svg" alt="" width={26} height={26} />
            <Text fw={700} visibleFrom="xs">
              {m.desk.name}
            </Text>
          </Link>
        </Group>
        <UnstyledButton className={classes.search} onClick={spotlight.open} aria-keyshortcuts="Control+K Meta+K">
          <Search size={16} aria-hidden />
          <span>{m.desk.palette.open}</span>
          <Kbd visibleFrom="sm" aria-hidden>
            Ctrl K
          </Kbd>
        </UnstyledButton>
        <Group gap="xs" wrap="nowrap">
          <Suspense fallback={<span className={classes.bell} />}>
            <NoticeBell />
          </Suspense>
          <AccountMenu me={me} onSignOut={signOut} onKeys={keySheet.open} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} data-away={!navigation || undefined} aria-label={m.desk.navigation}>
        <Navigation me={me} onGo={close} />
        <Button
          variant="subtle"
          size="compact-sm"
          visibleFrom="sm"
          onClick={keySheet.open}
          justify="flex-start"
          styles={{ label: { overflow: 'visible' } }}
        >
          {m.desk.keys.title} <Kbd ml="xs">?</Kbd>
        </Button>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        <Reconnecting />
        {maySee(me, 'newInteraction') && <RunningBar />}
        <Outlet />
      </AppShell.Main>
      <AskedFirst />
      <Suspense fallback={null}>
        <CommandPalette me={me} />
        <KeySheet opened={keys} onClose={keySheet.close} />
      </Suspense>
    </AppShell>
  );
}
