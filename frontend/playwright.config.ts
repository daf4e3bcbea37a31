import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

// The journeys run in a browser against the real server. By default the built files are served by the preview server under
// the strict policy; with CAREDESK_EMBEDDED=1 they come out of the program itself.

const chromium = process.env.CAREDESK_CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(chromium)) {
  throw new Error(
    `no browser at ${chromium}: install it with "apt-get install -y chromium", or name it in CAREDESK_CHROMIUM`,
  );
}

export const DESK_PORT = 8171;
const PREVIEW_PORT = 4171;
const embedded = process.env.CAREDESK_EMBEDDED === '1';
const address = `http://localhost:${embedded ? DESK_PORT : PREVIEW_PORT}`;

const desk = {
  command: 'node e2e/desk.mjs',
  url: `http://127.0.0.1:${DESK_PORT}/readyz`,
  env: { DESK_PORT: String(DESK_PORT), DESK_URL: address },
  reuseExistingServer: false,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 5000 },
};
const preview = {
  command: `npx vite preview --host 127.0.0.1 --port ${PREVIEW_PORT} --strictPort`,
  url: `http://127.0.0.1:${PREVIEW_PORT}/`,
  env: { CAREDESK_API: `http://127.0.0.1:${DESK_PORT}` },
  reuseExistingServer: false,
};

export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: address,
    locale: 'en-GB',
    launchOptions: { executablePath: chromium, args: ['--no-sandbox'] },
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
