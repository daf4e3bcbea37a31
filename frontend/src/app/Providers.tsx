import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useSyncExternalStore } from 'react';
import { isCovered, subscribeToSession } from '@/api/session';
import { I18nProvider } from '@/i18n/I18n';
import type { Language, Messages } from '@/i18n/messages';
import { LiveRegion } from '@/ui/announce';
import { cssVariablesResolver, theme } from './theme';

const colorSchemeManager = localStorageColorSchemeManager({ key: 'caredesk.scheme' });

/** The nonce of this page, under which styles made at run time are let through. */
export function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

type Props = { queryClient: QueryClient; start: { language: Language; messages: Messages }; children: ReactNode };

export function Providers({ queryClient, start, children }: Props) {
  const covered = useSyncExternalStore(subscribeToSession, isCovered);
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        colorSchemeManager={colorSchemeManager}
        defaultColorScheme="auto"
        getStyleNonce={pageNonce}
        env={import.meta.env.MODE === 'test' ? 'test' : 'default'}
      >
        <I18nProvider start={start}>
          {children}
          <Notifications position="bottom-right" limit={3} data-screen-only />
          {!covered && <LiveRegion />}
        </I18nProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}
