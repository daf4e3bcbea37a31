import { getNote, updateNote } from './generated/sdk.gen';
import type { Note } from './generated/types.gen';
import { saveOver } from './merge';

type Words = Pick<Note, 'version' | 'body'>;

/** Rewrites a note; what another window wrote over `base` meanwhile is met, and not overwritten. */
export function sendNote(id: string, body: string, base: { version: number; value: string }): Promise<Words> {
  const call = { path: { id }, throwOnError: true } as const;
  return saveOver<Words, { body: string }>({
    base: { version: base.version, body: base.value },
    patch: { body },
    send: async (patch, ifMatch) => (await updateNote({ ...call, body: patch, headers: { 'If-Match': ifMatch } })).data,
    latest: async () => (await getNote(call)).data,
  });
}
