import { readdirSync, readFileSync, statSync } from 'node:fs';
import { securityHeaders } from '../scripts/csp.mjs';
import { expect, test } from './test';

// What the program itself serves: the pages just built, as small as they were made, under the strict policy.

test.skip(process.env.CAREDESK_EMBEDDED === '0', 'the pages come from the preview server');

const policyWith = (nonce: string) => securityHeaders['Content-Security-Policy']?.replaceAll('__CSP_NONCE__', nonce);

test('every address is the page that was just built, with a nonce of its own', async ({ request }) => {
  const built = readFileSync('dist/index.html', 'utf8').match(/assets\/[\w.-]+/g);
  const nonces = new Set<string>();
  for (const address of ['/', '/customer-care/tickets/TKT-000001', '/admin/customer-care-oversight']) {
    const answer = await request.get(address);
    expect(answer.status()).toBe(200);
    const { 'cache-control': kept, 'content-security-policy': policy } = answer.headers();
    const html = await answer.text();
    expect(kept).toBe('no-store');
    expect(html.match(/assets\/[\w.-]+/g), 'the program serves other pages than dist holds: build both').toEqual(built);
    const nonce = html.match(/nonce="([^"]+)"/)?.[1] ?? '';
    expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
    expect(policy).toBe(policyWith(nonce));
    expect(html).not.toMatch(/__[A-Z_]+__/);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(3);
});

test('a file of the build comes as small as the browser can take it, and for ever', async ({ request }) => {
  const files = readdirSync('dist/assets').filter((name) => /\.(js|css)$/.test(name));
  expect(files.length).toBeGreaterThan(10);
  const expectServed = async (name: string, accepted: string, coding: string | undefined, ending: string) => {
    const answer = await request.get(`/assets/${name}`, { headers: { 'Accept-Encoding': accepted } });
    const { 'content-encoding': got, 'content-length': length, vary, 'cache-control': kept } = answer.headers();
    expect(answer.status()).toBe(200);
    expect(got, `${name} for ${accepted}`).toBe(coding);
    expect(Number(length), `${name} for ${accepted}`).toBe(statSync(`dist/assets/${name}${ending}`).size);
    expect(vary?.toLowerCase()).toBe('accept-encoding');
    expect(kept).toBe('public, max-age=31536000, immutable');
    expect((await answer.body()).equals(readFileSync(`dist/assets/${name}`)), name).toBe(true);
  };
  const large = files.filter((name) => statSync(`dist/assets/${name}`).size > 1000);
  for (const name of large) {
    await expectServed(name, 'gzip, deflate, br, zstd', 'br', '.br');
    await expectServed(name, 'gzip', 'gzip', '.gz');
    await expectServed(name, 'br;q=0, gzip', 'gzip', '.gz');
    await expectServed(name, 'identity', undefined, '');
  }
  expect(large.length).toBeGreaterThan(5);
});

test('a file that is not there is missing, and no page', async ({ request }) => {
  for (const address of ['/assets/index-00000000.js', '/.vite/manifest.json', '/api/v1/nothing']) {
    const answer = await request.get(address);
    expect(answer.status(), address).toBe(404);
    expect(answer.headers()['content-type'], address).toContain('application/problem+json');
  }
});
