import type { z } from 'zod/mini';

/** What is said of a fault that the rules themselves only name in a programmer's words. */
type Words = { required: string; unclear: string; tooShort: (n: number) => string; tooLong: (n: number) => string };

type Issue = z.core.$ZodIssue;

function wordOf(issue: Issue, words: Words): string {
  if (issue.code === 'invalid_format' && issue.format === 'regex') return words.unclear;
  if (issue.code === 'too_small' && issue.origin === 'string') {
    const least = Number(issue.minimum);
    return least <= 1 ? words.required : words.tooShort(least);
  }
  if (issue.code === 'too_big' && issue.origin === 'string') return words.tooLong(Number(issue.maximum));
  return issue.message;
}

/** What a generated rule has against each part of `body`, by its path (`other_phones.0`), in the language of the rules. */
export function faultsOf(rule: z.ZodMiniType, body: unknown, words: Words): Record<string, string> {
  const checked = rule.safeParse(body);
  const faults: Record<string, string> = {};
  for (const issue of checked.error?.issues ?? []) {
    const field = issue.path.map(String).join('.');
    faults[field] ??= wordOf(issue, words);
  }
  return faults;
}
