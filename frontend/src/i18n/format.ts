// Numbers, dates and plurals in a language, with the desk's time zone.

export type Formats = ReturnType<typeof formatsFor>;

const zoneFromPage = () => document.querySelector<HTMLMetaElement>('meta[name="caredesk-time-zone"]')?.content ?? '';

function deskTimeZone(): string {
  const zone = zoneFromPage();
  return zone === '' || zone.startsWith('__') ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

export function formatsFor(locale: string) {
  const timeZone = deskTimeZone();
  const exact = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const shortDay = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const number = new Intl.NumberFormat(locale);
  const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const signed = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 1 });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const language = new Intl.DisplayNames(locale, { type: 'language' });
  return {
    timeZone,
    /** An instant in the desk's zone, which is named: the reader's own may be another. */
    exact: (at: string) => exact.format(new Date(at)),
    /** A calendar day such as a date of birth, which has no zone. */
    day: (date: string) => day.format(new Date(`${date}T00:00:00Z`)),
    shortDay: (date: string) => shortDay.format(new Date(`${date}T00:00:00Z`)),
    relative: (at: string, now: number) => {
      const seconds = Math.round((new Date(at).getTime() - now) / 1000);
      const [unit, size] = STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? ['second', 1];
      if (unit === 'second') return locale.startsWith('fr') ? 'à l’instant' : 'just now';
      return relative.format(Math.trunc(seconds / size), unit);
    },
    /** Where the year is plain. */
    dayOfYear: (date: string) => dayOfYear.format(new Date(`${date}T00:00:00Z`)),
    number: (value: number) => number.format(value),
    /** A share from 0 to 1. */
    percent: (share: number) => percent.format(share),
    /** A difference, with its sign. */
    signed: (value: number) => signed.format(value).replace('-', '−'),
    list: (words: string[]) => list.format(words),
    /** The same in parts: what stands between two of the `words` is none of them. */
    listParts: (words: string[]) => list.formatToParts(words),
    language: (tag: string) => {
      try {
        return language.of(tag) ?? tag;
      } catch {
        return tag;
      }
    },
  };
}

type Forms = { one: string; other: string };

/** A plural: `{n}` in the chosen form becomes the number. */
export function plural(locale: string, n: number, forms: Forms): string {
  const form = new Intl.PluralRules(locale).select(n) === 'one' ? forms.one : forms.other;
  return form.replace('{n}', new Intl.NumberFormat(locale).format(n));
}
