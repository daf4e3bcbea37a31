import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

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

// Ports of this run alone, so that two checkouts may be tested at once. Playwright's workers inherit the environment.
process.env.DESK_PORT ??= String(10_000 + (process.pid % 5000) * 2);
const deskPort = Number(process.env.DESK_PORT);
const previewPort = deskPort + 1;
const embedded = process.env.CAREDESK_EMBEDDED !== '0';
const address = `http://localhost:${embedded ? deskPort : previewPort}`;

const desk = {
  command: 'node e2e/desk.mjs',
  url: `http://127.0.0.1:${deskPort}/readyz`,
  env: { DESK_URL: address },
  reuseExistingServer: false,
  timeout: 180_000,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 },
};
const preview = {
  command: `npx vite preview --host 127.0.0.1 --port ${previewPort} --strictPort`,
  url: `http://127.0.0.1:${previewPort}/`,
  env: { CAREDESK_API: `http://127.0.0.1:${deskPort}` },
  reuseExistingServer: false,
  timeout: 180_000,
};

export default defineConfig({
  testDir: 'e2e',
  // Chromium and the server share the cores, and the journeys share one desk.
  workers: 1,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: address,
    locale: 'en-GB',
    launchOptions: { executablePath: chromium, args: ['--no-sandbox'] },
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  webServer: embedded ? [desk] : [desk, preview],
  projects: [
    { name: 'furnish', testMatch: 'furnish.ts' },
    { name: 'journeys', testMatch: '*.journey.ts', dependencies: ['furnish'] },
    { name: 'shots', testMatch: 'shots.ts', dependencies: ['furnish'] },
  ],
});
