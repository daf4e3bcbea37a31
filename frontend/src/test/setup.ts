import '@testing-library/jest-dom/vitest';
import { notifications } from '@mantine/notifications';
import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { holdToken } from '@/api/runtime';
import { answer, server } from './server';

configure({ asyncUtilTimeout: 20_000 });

// What jsdom lacks and the components ask for.
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
}));
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);
vi.stubGlobal('scrollTo', () => undefined);
Element.prototype.scrollIntoView = () => undefined;
Object.defineProperty(document, 'fonts', {
  value: { addEventListener: () => undefined, removeEventListener: () => undefined },
});

// A request no test answers is a fault of the page or of the test.
const unanswered: string[] = [];
server.events.on('request:unhandled', ({ request }) => {
  unanswered.push(`${request.method} ${request.url}`);
});

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => {
  localStorage.clear();
  // What the shell and the settings ask for by themselves; a test that is about it answers otherwise.
  answer('get', '/interactions', () => ({ data: [], page: { next_cursor: null, has_more: false } }));
  answer('get', '/auth/sessions', () => ({ data: [], page: { next_cursor: null, has_more: false } }));
  answer('get', '/notices', () => ({
    data: [],
    unread: 0,
    waiting: null,
    page: { next_cursor: null, has_more: false },
  }));
});
afterEach(() => {
  cleanup();
  notifications.clean();
  server.resetHandlers();
  holdToken(undefined);
  expect(unanswered.splice(0)).toEqual([]);
});
afterAll(() => server.close());
