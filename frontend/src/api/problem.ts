import type { Messages } from '@/i18n/messages';
import type { Problem, ProblemField } from './generated/types.gen';

// A refusal is always a Problem: the server's own, or one of ours when no answer came.

/** A Problem with the seconds after which the server says to try again. */
export type TimedProblem = Problem & { retryAfterSeconds?: number };

/** Turns whatever went wrong with a request into a Problem. */
export function problemOf(error: unknown, response?: Response): TimedProblem {
  if (isProblem(error)) return withRetryAfter(error, response);
  if (error instanceof DOMException && error.name === 'AbortError') throw error;
  return {
    type: '/problems/unreachable',
    title: '',
    detail: '',
    status: response?.status ?? 0,
    code: response ? 'unexpected_answer' : 'unreachable',
    request_id: response?.headers.get('x-request-id') ?? '',
  };
}

function withRetryAfter(problem: Problem, response?: Response): TimedProblem {
  const seconds = Number(response?.headers.get('retry-after') ?? '');
  return seconds > 0 ? { ...problem, retryAfterSeconds: seconds } : problem;
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'status' in value && 'detail' in value;
}

/** Whether the same request may succeed a little later. */
export function isPassing(problem: Problem): boolean {
  return problem.status === 0 || problem.status >= 500 || problem.status === 429;
}

/** What is wrong with one value, in the language of the page where it has words for it. */
export const faultText = (m: Messages, { code, detail }: ProblemField) => m.refusals.faults[code] ?? detail;

/** What is wrong with each part of the body, by its path in the form's way of writing it: `other_phones.0`. */
function faultsByField(m: Messages, problem: Problem): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const fault of problem.errors ?? []) {
    const field = fault.pointer?.replace(/^#\//, '').replaceAll('/', '.');
    if (field && !(field in faults)) faults[field] = faultText(m, fault);
  }
  return faults;
}

/** The field of the body to which a path leads. */
export const fieldOf = (path: string) => path.split('.')[0] ?? path;

/**
 * The faults that belong beside one of `fields`, and whether all of them do. What has no field of its own is for a
 * notice, so that no refusal goes unseen.
 */
export function placeFaults(m: Messages, problem: Problem, fields: readonly string[]) {
  const faults = faultsByField(m, problem);
  const beside = Object.fromEntries(Object.entries(faults).filter(([path]) => fields.includes(fieldOf(path))));
  const complete = Object.keys(faults).length > 0 && Object.keys(beside).length === Object.keys(faults).length;
  return { beside, complete };
}
