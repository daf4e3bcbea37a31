import type { HistoryState } from '@tanstack/react-router';
import { sessionOwner } from '@/api/session';

// What somebody searched for may name a patient, so it is kept in the state of the history entry and never in an address. An
// entry outlives the session, and Back leads the next person to it: the words are only for whoever typed them.

export const keepWords = (words: string): HistoryState => ({ words, wordsOf: sessionOwner()?.id });

export const ownWords = ({ words, wordsOf }: HistoryState): string | undefined =>
  wordsOf === sessionOwner()?.id ? words : undefined;
