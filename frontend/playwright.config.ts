import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';
import { DESKS } from './e2e/desks';

// The journeys run in a browser against the real server, which serves the pages itself: under its own policy, with its own
// nonces. With CAREDESK_EMBEDDED=0 the built files come from Vite's preview server instead, for a program built elsewhere.
// There are no retries: what passes only at the second try is a fault. The times are those of a slow and busy machine.

const chromium = process.env.CAREDESK_CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(chromium)) {
  throw new Error(
    `no browser at ${chromium}: install it with "apt-get install -y chromium", or name it in CAREDESK_CHROMIUM`,
  );
}
if (!existsSync('dist/index.html')) throw new Error('there are no pages in dist: build them with "npm run build"');

const servers = DESKS.flatMap(({ port, previewPort, address }) => {
  const desk = {
    command: 'node e2e/desk.mjs',
    url: `http://127.0.0.1:${port}/readyz`,
    env: { DESK_PORT: String(port), DESK_URL: address },
    reuseExistingServer: false,
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 },
  };
  if (!previewPort) return [desk];
  const preview = {
    command: `npx vite preview --host 127.0.0.1 --port ${previewPort} --strictPort`,
    url: `http://127.0.0.1:${previewPort}/`,
    env: { CAREDESK_API: `http://127.0.0.1:${port}` },
    reuseExistingServer: false,
    timeout: 180_000,
  };
  return [desk, preview];
});

export default defineConfig({
  testDir: 'e2e',
  workers: DESKS.length,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    locale: 'en-GB',
    launchOptions: { executablePath: chromium, args: ['--no-sandbox'] },
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  webServer: servers,
  projects: [
    { name: 'furnish', testMatch: 'furnish.ts' },
    { name: 'journeys', testMatch: '*.journey.ts', dependencies: ['furnish'] },
    { name: 'shots', testMatch: 'shots.ts', dependencies: ['furnish'] },
  ],
});
