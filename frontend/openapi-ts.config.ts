import { defineConfig } from '@hey-api/openapi-ts';

// Searches are POST so that words stay out of addresses, but they read: they become queries like every GET.
const isSearch = (path: string) => path.endsWith('/search');

export default defineConfig({
  input: '../openapi/openapi.json',
  output: { path: 'src/api/generated', clean: true },
  parser: {
    patch: {
      // Changes answer 204 to programs that may not read the record; the people who use these pages always may.
      operations: (_method, _path, operation) => {
        if (operation.responses?.['200'] !== undefined) delete operation.responses['204'];
      },
    },
    hooks: {
      operations: {
        isMutation: (operation) => (isSearch(operation.path) ? false : undefined),
        isQuery: (operation) => (isSearch(operation.path) ? true : undefined),
      },
    },
  },
  plugins: [
    { name: '@hey-api/typescript' },
    { name: '@hey-api/client-fetch', runtimeConfigPath: '@/api/runtime', throwOnError: true },
    { name: '@hey-api/sdk' },
    { name: 'zod', compatibilityVersion: 'mini', types: { infer: false } },
    { name: '@tanstack/react-query' },
  ],
});
