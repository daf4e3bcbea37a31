/** Sends one after the other; when some are refused, the first refusal is told once all were tried. */
export async function inTurn<One>(all: readonly One[], send: (one: One) => Promise<unknown>) {
  const refused: unknown[] = [];
  for (const one of all) await send(one).catch((problem) => refused.push(problem));
  if (refused.length > 0) throw refused[0];
}
