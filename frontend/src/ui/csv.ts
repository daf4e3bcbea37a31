/** A raw value, not formatted for a reader. */
export type CsvValue = string | number | null | undefined;

/** A byte order mark, by which spreadsheets know UTF-8. */
const MARK = '\uFEFF';

/** A table as a file for spreadsheets (RFC 4180). */
export function toCsv(header: string[], rows: CsvValue[][]): string {
  return MARK + [header, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  // What a spreadsheet would take for a formula gets an apostrophe before it.
  const text = /^\s*[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
