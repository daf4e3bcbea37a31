import type { HistoryState } from '@tanstack/react-router';
import { sessionOwner } from '@/api/session';

// A search query may name a patient, so it is kept in the state of the history entry and never in an address. An entry outlives
// the session, and Back leads the next person to it: a query is only for whoever typed it.

export const searchQueryState = (words: string): HistoryState => ({ words, searchedBy: sessionOwner()?.id });

export const ownSearchQuery = ({ words, searchedBy }: HistoryState): string | undefined =>
  searchedBy === sessionOwner()?.id ? words : undefined;
