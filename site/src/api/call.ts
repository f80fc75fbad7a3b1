/** One typed call of the API: a renamed field, a wrong path or a missing body does not compile. */
import type { Routes } from "./schema";
import { bearer, renew } from "./session";

export type Route = keyof Routes;
export type Answer<R extends Route> = Routes[R]["answer"];
export type Input<R extends Route> = Routes[R]["params"] &
  (Routes[R]["body"] extends undefined ? unknown : { body: Routes[R]["body"] });

export interface Options {
  /** Idempotency-Key: one per dialog that moves money. */
  key?: string;
  /** Further headers, for example `X-Portal` at the cookie endpoints. */
  headers?: Record<string, string>;
}
type Arguments<R extends Route> = object extends Input<R>
  ? [input?: Input<R>, options?: Options]
  : [input: Input<R>, options?: Options];

export interface FieldError {
  path: string;
  message: string;
}

/** What the API (RFC 9457) or the network refused. Status 0: nobody answered. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: FieldError[] = [],
    readonly retryAfter = 0,
  ) {
    super(detail);
  }

  /** Absent and forbidden share their words. */
  get missing(): boolean {
    return this.status === 404 || this.status === 403;
  }
}

/** Anything that was thrown, as a Problem; what is none is our own mistake. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  console.error(error);
  return new Problem(0, "broken", "");
}

/** Call a public route: no token is sent, a 401 is just an answer. */
export const ask = async <R extends Route>(route: R, ...[input, options]: Arguments<R>): Promise<Answer<R>> =>
  read(await request(route, input, options));

/** Call a route of the signed-in person; an expired token is renewed once. */
export const call = async <R extends Route>(route: R, ...[input, options]: Arguments<R>): Promise<Answer<R>> =>
  read(await signed(route, input, options));

/** Fetch a file that only the token opens (XML, CSV) and hand it to the browser as a download. */
export async function save<R extends Route>(route: R, input: Input<R>, name: string): Promise<void> {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await (await signed(route, input)).blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function signed(route: Route, input?: object, options: Options = {}): Promise<Response> {
  const send = (token: string) =>
    request(route, input, { ...options, headers: { ...options.headers, Authorization: `Bearer ${token}` } });
  const token = await bearer();
  try {
    return await send(token);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    return send(await renew(token));
  }
}

async function request(route: Route, input: object = {}, { key, headers }: Options = {}): Promise<Response> {
  const [method, path] = route.split(" ") as [string, string];
  const { body, ...params } = input as Record<string, unknown>;
  const filled = path.replace(/{(\w+)}/g, (_, name: string) => {
    const value = encodeURIComponent(String(params[name]));
    delete params[name];
    return value;
  });
  const all: Record<string, string> = { Accept: "application/json", ...headers };
  if (body !== undefined) all["Content-Type"] = "application/json";
  if (key) all["Idempotency-Key"] = key;
  let response: Response;
  try {
    response = await fetch(`/api${filled}${queryOf(params)}`, { method, headers: all, body: JSON.stringify(body) });
  } catch {
    throw new Problem(0, "offline", "");
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

function queryOf(params: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null && one !== "") query.append(name, String(one));
  return query.size ? `?${query}` : "";
}

async function read(response: Response): Promise<never> {
  const text = await response.text();
  return (text && response.headers.get("Content-Type")?.includes("json") ? JSON.parse(text) : text || undefined) as never;
}

async function refusal(response: Response): Promise<Problem> {
  const { code = "", detail = "", errors } = await response.json().catch(() => ({}));
  return new Problem(response.status, code, detail, errors ?? [], Number(response.headers.get("Retry-After")));
}
