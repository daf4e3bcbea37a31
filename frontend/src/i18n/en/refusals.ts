/** Words for a refusal by its code. */
type Words = Partial<Record<string, string>>;

/**
 * Why the server refused a request (`problems`) or a value of it (`faults`), by the code it gave. The server itself
 * speaks English, and more exactly than a code can; a language with words of its own is understood, and a code it has
 * no words for is said as the server says it.
 */
export const refusals: { problems: Words; faults: Words } = {
  problems: { another_person: 'Someone else is signed in in this browser. Nothing was saved.' },
  faults: {},
};
