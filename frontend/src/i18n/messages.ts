import { customers } from './en/customers';
import { desk } from './en/desk';
import { session } from './en/session';
import { tickets } from './en/tickets';

export const en = { desk, session, customers, tickets };

/** English is the pattern: a language that lacks one of its keys does not compile. */
export type Messages = typeof en;

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** English is at hand; another language is fetched when it is wanted. */
export async function loadMessages(language: Language): Promise<Messages> {
  return language === 'fr' ? (await import('./fr')).fr : en;
}
