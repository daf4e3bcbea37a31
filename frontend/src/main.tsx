import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '@/app/global.css';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Providers, pageNonce } from '@/app/Providers';
import { createQueryClient } from '@/app/queryClient';
import { createDeskRouter } from '@/app/router';
import { preferredLanguage } from '@/i18n/I18n';
import { loadMessages } from '@/i18n/messages';
import { routeTree } from './routeTree.gen';

// The scroll lock of dialogs makes its own style element and looks for its nonce here.
Object.assign(globalThis, { __webpack_nonce__: pageNonce() });

const language = preferredLanguage();
const messages = await loadMessages(language);
const queryClient = createQueryClient();
const router = createDeskRouter({ routeTree, queryClient });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Providers queryClient={queryClient} start={{ language, messages }}>
      <RouterProvider router={router} />
    </Providers>
  </StrictMode>,
);
