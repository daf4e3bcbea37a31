import type { Interaction } from '@/api/generated/types.gen';
import { takeUp } from '@/ui/editDraft';

/** Under which name the summary is kept while it is typed. */
export const summaryKey = (id: string) => `interaction.${id}.summary`;

/** The summary as it is on the screen: what is typed and not saved yet, else what is saved. */
export function currentSummary({ id, version, summary }: Interaction): string {
  return takeUp(summaryKey(id), { version, values: { text: summary ?? '' } }).values.text;
}
