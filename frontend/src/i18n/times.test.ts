import { expect, test } from 'vitest';
import { formatsFor } from './format';

test('exact_names_the_desks_zone_in_every_language', () => {
  const meta = document.createElement('meta');
  meta.name = 'caredesk-time-zone';
  document.head.append(meta);
  const at = '2026-11-30T13:31:00Z';
  for (const [zone, told] of [
    ['Africa/Lagos', /14:31.*(GMT\+1|UTC\+1|WAT)$/],
    ['America/New_York', /8:31.*(GMT-5|UTC−5|EST)$/],
    ['Asia/Kolkata', /19:01.*(GMT\+5:30|UTC\+5:30|IST)$/],
  ] as const) {
    meta.content = zone;
    for (const locale of ['en-GB', 'fr-FR', 'fr']) expect(formatsFor(locale).exact(at)).toMatch(told);
  }
  meta.remove();
});
