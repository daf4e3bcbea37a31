import type { z } from 'zod';

/** What a generated rule has against each part of `body`, by its path (`other_phones.0`), in the language of the rules; `unclear` stands for a pattern. */
export function faultsOf(rule: z.ZodType, body: unknown, unclear: string): Record<string, string> {
  const checked = rule.safeParse(body);
  const faults: Record<string, string> = {};
  for (const issue of checked.error?.issues ?? []) {
    const field = issue.path.map(String).join('.');
    const pattern = issue.code === 'invalid_format' && issue.format === 'regex';
    faults[field] ??= pattern ? unclear : issue.message;
  }
  return faults;
}
