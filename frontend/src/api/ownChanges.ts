// Which records the person of this page has changed, and when: lists move those rows at once, and hold still for what others change.

const changedAt = new Map<string, number>();

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Notes every id in `request`: the address and body of a write that succeeded, and the address of what it created. */
export function noteOwnChange(request: string) {
  for (const [id] of request.matchAll(ID)) changedAt.set(id, Date.now());
}

export function isOwnChange(id: string, since: number): boolean {
  return (changedAt.get(id) ?? Number.NEGATIVE_INFINITY) >= since;
}

export function forgetOwnChanges() {
  changedAt.clear();
}
