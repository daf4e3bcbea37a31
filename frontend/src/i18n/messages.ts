import { config } from 'zod/mini';
import englishRules from 'zod/v4/locales/en.js';
import { accounts } from './en/accounts';
import { customers } from './en/customers';
import { dashboard } from './en/dashboard';
import { deeds } from './en/deeds';
import { desk } from './en/desk';
import { escalations } from './en/escalations';
import { interactions } from './en/interactions';
import { notices } from './en/notices';
import { oversight } from './en/oversight';
import { refusals } from './en/refusals';
import { session } from './en/session';
import { staff } from './en/staff';
import { tickets } from './en/tickets';

export const en = {
  dashboard,
  desk,
  deeds,
  session,
  customers,
  escalations,
  interactions,
  notices,
  oversight,
  refusals,
  staff,
  accounts,
  tickets,
};

/** English is the pattern: a language that lacks one of its keys does not compile. */
export type Messages = typeof en;

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** English is at hand; another language is fetched when it is wanted. The rules of forms speak it from then on. */
export async function loadMessages(language: Language): Promise<Messages> {
  if (language === 'en') {
    config(englishRules());
    return en;
  }
  const { fr, rules } = await import('./fr');
  config(rules);
  return fr;
}
