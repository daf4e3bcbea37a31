import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const SHARED = resolve(process.env.CAREDESK_CONVERSATIONS || '../../shared/data/mts-dialog-training.csv');

/** The cells of a CSV whose quoted cells may hold commas, quotes and lines. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end !== ',') rows.push([]);
  }
  return rows;
}

/** What people really said about `topic`; without the shared data, `instead`, and a line that says so. */
export function conversationAbout(topic: RegExp, instead: string): string {
  if (!existsSync(SHARED)) {
    console.log(`no conversations at ${SHARED}: the journey goes by words of its own`);
    return instead;
  }
  const said = cellsOf(readFileSync(SHARED, 'utf8'))
    .map(([, , , dialogue = '']) => dialogue.trim().replaceAll('\r\n', '\n'))
    .filter((dialogue) => topic.test(dialogue) && dialogue.length > 200 && dialogue.length < 4000);
  return said[0] ?? instead;
}
