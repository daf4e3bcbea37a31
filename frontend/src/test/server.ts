import { HttpResponse, http, type JsonBodyType } from 'msw';
import { setupServer } from 'msw/node';
import type { Problem } from '@/api/generated/types.gen';

/** The desk as a test wants it; a request nobody answers fails the test. */
export const server = setupServer();

type Method = 'get' | 'post' | 'patch' | 'delete';
type Asked<Body> = {
  body: Body;
  url: URL;
  headers: Headers;
  params: Record<string, string | readonly string[] | undefined>;
};

type Reply<Response> = Response | HttpResponse<JsonBodyType> | HttpResponse<null>;

/** Answers `method path` with what `answer` returns: a generated response type, or a refusal. */
export function answer<Response extends JsonBodyType, Body = unknown>(
  method: Method,
  path: string,
  reply: (asked: Asked<Body>) => Reply<Response> | Promise<Reply<Response>>,
) {
  server.use(
    http[method](`${location.origin}/api/v1${path}`, async ({ request, params }) => {
      const text = await request.clone().text();
      const body = (text === '' ? undefined : JSON.parse(text)) as Body;
      const said = await reply({ body, url: new URL(request.url), headers: request.headers, params });
      return said instanceof HttpResponse ? said : HttpResponse.json(said as JsonBodyType);
    }),
  );
}

export function refuse(status: number, code: string, more: Partial<Problem> = {}): HttpResponse<JsonBodyType> {
  const problem: Problem = {
    type: `/problems/${code}`,
    title: 'Refused',
    status,
    code,
    detail: `Refused: ${code}.`,
    request_id: '0192f3c4-7a1b-7c2d-8e3f-405162738495',
    ...more,
  };
  return HttpResponse.json(problem, { status, headers: { 'content-type': 'application/problem+json' } });
}
