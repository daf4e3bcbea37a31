import { expect, test } from 'vitest';
import { toCsv } from './csv';

test('toCsv_rows_are_quoted_raw_and_marked_as_utf8', () => {
  const file = toCsv(
    ['Agent', 'Réponse (secondes)'],
    [
      ['Ngozi, Dr "N"', 3.5],
      ['two\nlines', null],
      ['', -2],
    ],
  );
  expect(file).toBe('\uFEFFAgent,Réponse (secondes)\r\n"Ngozi, Dr ""N""",3.5\r\n"two\nlines",\r\n,-2\r\n');
});

test('toCsv_text_like_a_formula_gets_an_apostrophe_in_cells_and_headers', () => {
  for (const text of ['=1+1', '+234', '-2', '@SUM(A1)', '\t=1', '\r=1', ' =1']) {
    const [header, cell] = toCsv([text], [[text]])
      .slice(1)
      .split(/\r\n(?=["'])/);
    expect(header?.replace(/^"/, '').startsWith("'")).toBe(true);
    expect(cell?.replace(/^"/, '').startsWith("'")).toBe(true);
  }
});
