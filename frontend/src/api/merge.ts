import type { Problem } from './generated/types.gen';
import { isProblem } from './problem';

// Saving over somebody else's change: where the two touch different fields both stand; where they touch the same one,
// nothing is written and the person decides.

export type Conflict<Patch> = { field: keyof Patch & string; theirs: unknown; mine: unknown };

export class Clash<Record_, Patch> extends Error {
  constructor(
    readonly latest: Record_,
    readonly conflicts: Conflict<Patch>[],
  ) {
    super('the same field was changed by somebody else');
  }
}

type Saving<Record_, Patch> = {
  base: Record_;
  patch: Patch;
  send: (patch: Patch, ifMatch: string) => Promise<Record_>;
  latest: () => Promise<Record_>;
};

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
/** The form of the desk's tags. It compares their version alone, and rows of lists come without a digest. */
export const tagOf = (version: number) => `"${version}-${'0'.repeat(16)}"`;

/** Sends `patch` made against `base`; after a 412 repeats it where that overwrites nothing, else throws a `Clash`. */
export async function saveOver<Record_ extends { version: number }, Patch extends object>(
  saving: Saving<Record_, Patch>,
): Promise<Record_> {
  const { base, patch, send, latest } = saving;
  let version = base.version;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await send(patch, tagOf(version));
    } catch (error) {
      if (!isStale(error) || attempt === 3) throw error;
      const now = await latest();
      const conflicts = conflictsOf(base, now, patch);
      if (conflicts.length > 0) throw new Clash(now, conflicts);
      version = now.version;
    }
  }
}

function isStale(error: unknown): error is Problem {
  return isProblem(error) && error.status === 412;
}

function conflictsOf<Record_, Patch extends object>(base: Record_, now: Record_, patch: Patch): Conflict<Patch>[] {
  const read = (record: Record_, field: string) => (record as Record<string, unknown>)[field];
  return Object.entries(patch)
    .filter(([field, mine]) => !same(read(base, field), read(now, field)) && !same(read(now, field), mine))
    .map(([field, mine]) => ({ field: field as keyof Patch & string, theirs: read(now, field), mine }));
}
