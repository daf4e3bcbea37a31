import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { placeFaults } from '@/api/problem';
import { problemText } from '@/ui/notify';
import { fr } from './fr';
import { en } from './messages';

// Every code the server writes before a sentence in its sources, so that one without French words is found here.
const SOURCES = ['../crates/domain/src', '../crates/api/src'].flatMap((root) =>
  readdirSync(root, { encoding: 'utf8', recursive: true }).map((path) => `${root}/${path}`),
);
const ELSEWHERE = /tests|\/import|\/seed|settings|event\.rs|metrics\.rs|rank\.rs/;
const BEFORE_A_SENTENCE = /"([a-z]+(?:_[a-z]+)*)",\s*(?:format!\(\s*)?"[^"]* [^"]*"|code: "([a-z_]+)"/g;

/** What a request of the page cannot be refused for, written as it is by the client made from the contract. */
const FOR_PROGRAMS = [
  ...['duplicate_key', 'malformed_json', 'malformed_query', 'repeated_parameter', 'unknown_parameter', 'kind', 'via'],
  ...['headers_too_large', 'uri_too_long', 'method_not_allowed', 'not_acceptable', 'unsupported_media_type'],
  ...[
    'if_match_required',
    'invalid_idempotency_key',
    'invalid_staff_header',
    'reused',
    'invalid_request',
    'invalid_scope',
  ],
];

const problem = {
  type: '/problems/invalid',
  title: 'Unprocessable Content',
  status: 422,
  code: 'invalid',
  detail: 'Some values of the request are not acceptable; see errors.',
  request_id: '01a20471-0151-77f3-8020-b602ce5a0009',
  errors: [
    { pointer: '#/ended_at', code: 'before_start', detail: 'must not be before started_at' },
    { pointer: '#/summary', code: 'new_code', detail: 'must rhyme' },
  ],
};

test('every refusal of the server has French words', () => {
  const sources = SOURCES.filter((path) => path.endsWith('.rs') && !ELSEWHERE.test(path)).map((path) =>
    readFileSync(path, 'utf8'),
  );
  const named = sources.flatMap((source) =>
    [...source.matchAll(BEFORE_A_SENTENCE)].map((found) => found[1] ?? found[2]),
  );
  const codes = [...new Set(named)].map(String).sort();
  expect(codes.length).toBeGreaterThan(60);
  const { problems, faults } = fr.refusals;
  expect(codes.filter((code) => !(code in problems || code in faults || FOR_PROGRAMS.includes(code)))).toEqual([]);
});

test('a refusal is told in the language of the page, and as the server says it where there are no words', () => {
  expect(problemText(fr, problem)).toBe(
    'Certaines valeurs ne conviennent pas. ended_at ne peut pas être avant le début summary must rhyme',
  );
  expect(placeFaults(fr, problem, ['ended_at', 'summary'])).toEqual({
    beside: { ended_at: 'ne peut pas être avant le début', summary: 'must rhyme' },
    complete: true,
  });
  expect(placeFaults(en, problem, ['ended_at']).beside).toEqual({ ended_at: 'must not be before started_at' });
});
