/** Loading: what was seen before stands at once and is refreshed behind it; failures offer to try again. */
import { signal, useSignal } from "./state";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { call, problemOf, type Answer, type Input, type Problem, type Route } from "../api/call";
import { onForget } from "../api/session";
import { Failure } from "../parts/failure";
import { t } from "./words";

export interface Loaded<T> {
  data: T | undefined;
  problem: Problem | undefined;
  reload: () => Promise<void>;
}

const seen = new Map<string, unknown>();
const underWay = new Map<string, Promise<unknown>>();
const stale = signal(0);

onForget(() => seen.clear());

/** Forget all answers (after a payment, for another company); pages that stand are loaded anew. */
export function forgetAnswers(): void {
  seen.clear();
  underWay.clear();
  stale.value++;
}

/** Load something under a name; another name loads another thing. An empty name loads nothing yet. */
export function useLoad<T>(name: string, load: () => Promise<T>): Loaded<T> {
  const state = useSignal<{ name: string; data?: T; problem?: Problem }>({ name: "" });
  const reload = async (): Promise<void> => {
    const keep = (outcome: { data?: T; problem?: Problem }) => {
      if (state.value.name === name) state.value = { name, ...outcome };
    };
    state.value = { name, data: state.value.name === name ? state.value.data : (seen.get(name) as T | undefined) };
    try {
      const data = await once(name, load);
      seen.set(name, data);
      keep({ data });
    } catch (error) {
      keep({ problem: problemOf(error) });
    }
  };
  useEffect(() => void (name && reload()), [name, stale.value]);
  const current = state.value.name === name ? state.value : { data: seen.get(name) as T | undefined, problem: undefined };
  return { data: current.data, problem: current.problem, reload };
}

type Asked = Route & `GET ${string}`;
type Row<R extends Asked> = Answer<R> extends ListPage<infer T> ? T : never;

/** What a route answers; the question is its name. `when` false: not yet. */
export const useGet = <R extends Asked>(route: R, input?: Input<R>, when = true): Loaded<Answer<R>> =>
  useLoad(when ? nameOf(route, input) : "", () => call<Asked>(route, input) as Promise<Answer<R>>);

/** The same for a list that grows by pages. */
export const useList = <R extends Asked>(route: R, input?: Omit<Input<R>, "cursor">): Pages<Row<R>> =>
  usePages(`all ${nameOf(route, input)}`, (cursor) => call<Asked>(route, { ...input, cursor }) as Promise<ListPage<Row<R>>>);

const nameOf = (route: string, input?: object): string => route + JSON.stringify(input);

/** Two parts of a page that want the same thing share one call. */
function once<T>(name: string, load: () => Promise<T>): Promise<T> {
  if (!underWay.has(name)) underWay.set(name, load().finally(() => underWay.delete(name)));
  return underWay.get(name) as Promise<T>;
}

interface ListPage<T> {
  items: T[];
  next_cursor?: string | null;
}

export interface Pages<T> extends Loaded<T[]> {
  /** Loads the next page; undefined on the last. */
  more: (() => Promise<void>) | undefined;
}

function usePages<T>(name: string, load: (cursor?: string) => Promise<ListPage<T>>): Pages<T> {
  const first = useLoad(name, () => load());
  const rest = useMemo(() => signal<Array<ListPage<T>>>([]), [name, first.data]);
  const pages = rest.value;
  const last = pages.at(-1) ?? first.data;
  return {
    ...first,
    data: first.data && [first.data, ...pages].flatMap((page) => page.items),
    more: last?.next_cursor ? async () => void (rest.value = [...rest.value, await load(last.next_cursor!)]) : undefined,
  };
}

interface LoadProps<T> {
  from: Loaded<T>;
  /** Something of the height of what will stand here. */
  skeleton?: ComponentChildren;
  children: (data: T) => ComponentChildren;
}

/** What is loaded, or its skeleton, or what went wrong. */
export function Load<T>({ from, skeleton, children }: LoadProps<T>) {
  if (from.data !== undefined) return <>{children(from.data)}</>;
  if (from.problem) return <Failure problem={from.problem} retry={from.reload} />;
  return (
    <div aria-busy="true">
      <p class="hidden">{t("Loading…")}</p>
      {skeleton ?? <Skeleton />}
    </div>
  );
}

/** Grey lines where text will be; they show after 100 ms. */
export function Skeleton({ lines = 5 }: { lines?: number }) {
  return (
    <div class="skeleton" aria-hidden="true">
      {Array.from({ length: lines }, () => <i />)}
    </div>
  );
}
