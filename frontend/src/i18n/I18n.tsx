import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import { type Formats, formatsFor } from './format';
import { en, LANGUAGES, type Language, loadMessages, type Messages } from './messages';

type I18n = { language: Language; m: Messages; f: Formats; setLanguage: (language: Language) => Promise<void> };

const Context = createContext<I18n>({ language: 'en', m: en, f: formatsFor('en'), setLanguage: async () => undefined });
const KEPT = 'caredesk.language';

/** The language chosen before, else the browser's, else English. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(KEPT) ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2));
  return (
    LANGUAGES.find((language) => language === wanted.find((tag) => LANGUAGES.some((known) => known === tag))) ?? 'en'
  );
}

type Start = { language: Language; messages: Messages };

export function I18nProvider({ start, children }: { start: Start; children: ReactNode }) {
  const [now, setNow] = useState(start);
  document.documentElement.lang = now.language;
  const setLanguage = useCallback(async (language: Language) => {
    const messages = await loadMessages(language);
    localStorage.setItem(KEPT, language);
    setNow({ language, messages });
  }, []);
  const value = useMemo(
    () => ({ language: now.language, m: now.messages, f: formatsFor(regional(now.language)), setLanguage }),
    [now, setLanguage],
  );
  return <Context value={value}>{children}</Context>;
}

/** The browser's own variety of a language: dates in en-GB are not those of en-US. */
function regional(language: Language): string {
  return navigator.languages.find((tag) => tag.startsWith(`${language}-`)) ?? language;
}

export function useI18n(): I18n {
  return use(Context);
}
