import type { z } from 'zod/mini';

// The address as search parameters: single values as they are, lists with commas, as the API writes them.

type Raw = Record<string, unknown>;

export function parseSearch(text: string): Raw {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Raw): string {
  const pairs = Object.entries(search)
    .filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0))
    .map(([key, value]) => `${encodeURIComponent(key)}=${writeValue(value)}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

function writeValue(value: unknown): string {
  const parts = Array.isArray(value) ? value : [value];
  return parts.map((part) => encodeURIComponent(String(part))).join(',');
}

/** Keeps of an address what a generated query schema accepts, and drops the rest without complaint. */
export function searchBy<Schema extends z.ZodMiniObject, Keys extends keyof z.output<Schema> & string>(
  schema: Schema,
  keys: readonly Keys[],
) {
  type Search = Partial<Pick<z.output<Schema>, Keys>>;
  return (raw: Raw): Search => {
    const kept: Raw = {};
    for (const key of keys) {
      const field = schema.shape[key] as z.ZodMiniType | undefined;
      const value = field === undefined || raw[key] === undefined ? undefined : accepted(field, raw[key]);
      if (value !== undefined) kept[key] = value;
    }
    return kept as Search;
  };
}

function accepted(field: z.ZodMiniType, value: unknown): unknown {
  // An address knows words alone.
  const flag = { true: true, false: false }[String(value)];
  if (flag !== undefined && field.safeParse(flag).success) return flag;
  const single = field.safeParse(value);
  if (single.success && !Array.isArray(value)) return value;
  const parts = (Array.isArray(value) ? value : String(value).split(',')).filter(
    (part) => field.safeParse([part]).success,
  );
  return parts.length > 0 ? [...new Set(parts)] : undefined;
}
