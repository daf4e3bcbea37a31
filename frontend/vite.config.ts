import { fileURLToPath } from 'node:url';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { securityHeaders } from './scripts/csp.mjs';

// The server that answers /api while developing and in the browser tests.
const api = { target: process.env.CAREDESK_API ?? 'http://127.0.0.1:8080' };
const proxy = { '/api': api, '/docs': api };

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      routesDirectory: 'src/routes',
      generatedRouteTree: 'src/routeTree.gen.ts',
      quoteStyle: 'single',
      semicolons: true,
      // The generator's own header, and why its `as any` stand.
      routeTreeFileHeader: [
        '/* eslint-disable */',
        '// @ts-nocheck',
        '// Each `as any` is written by the generator, anew with each build; the declarations below type the addresses.',
      ],
    }),
    react(),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  // The server puts a fresh nonce in place of this word in every answer.
  html: { cspNonce: '__CSP_NONCE__' },
  server: { proxy },
  preview: { proxy, headers: securityHeaders },
  build: {
    manifest: true,
    assetsInlineLimit: 0,
    // Older targets would have `light-dark()` rewritten into something that ignores the chosen colours.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    chunkSizeWarningLimit: 900,
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      output: {
        // Each chunk that fetches others lists them all by name: the definitions of the routes share one such list.
        codeSplitting: { groups: [{ name: 'routes', test: /\/src\/routes\/[^?]+\.tsx$/ }] },
      },
    },
  },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost:3000' } },
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    testTimeout: 90_000,
    // One test of keys was seen to miss a dialog once in three whole runs and never alone: tried again, and reported as flaky.
    retry: 1,
    maxWorkers: 2,
  },
});
