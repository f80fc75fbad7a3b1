/** Where we are, below the portal's own root, and how we go elsewhere. */
import { signal } from "./state";

let root = "";

export interface Place {
  path: string;
  query: URLSearchParams;
}

export const here = signal<Place>({ path: "/", query: new URLSearchParams() });
/** Counts navigations: 0 is the page the browser loaded, whose focus we leave alone. */
export let visits = 0;

/** Begin routing below `base` ("/acme" or "/merchant"): links stay in the page, everything else is the browser's. */
export function startRouter(base: string): void {
  root = base;
  const look = () => {
    here.value = { path: location.pathname.slice(root.length).replace(/\/$/, "") || "/", query: new URLSearchParams(location.search) };
  };
  addEventListener("popstate", () => (visits++, look()));
  addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("a");
    if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.hash && link.pathname === location.pathname) return;
    if (link.pathname !== root && !link.pathname.startsWith(`${root}/`)) return;
    event.preventDefault();
    go(link.pathname.slice(root.length) + link.search);
  });
  moved = look;
  look();
}

let moved = () => {};

/** The address of a page of this portal, for links. */
export const to = (path: string): string => root + path || "/";

/** Go to a page of this portal. `replace`: without a step back to here. */
export function go(path: string, replace = false): void {
  history[replace ? "replaceState" : "pushState"](null, "", to(path));
  visits++;
  moved();
  if (!replace) scrollTo(0, 0);
}

/** The same page with other filters; empty values leave the address. */
export function refine(changes: Record<string, string>): void {
  const query = new URLSearchParams(here.value.query);
  for (const [name, value] of Object.entries(changes)) value ? query.set(name, value) : query.delete(name);
  history.replaceState(null, "", to(here.value.path) + (query.size ? `?${query}` : ""));
  moved();
}

/** The `:id` of `pattern` ("/invoices/:id") as `path` fills it, empty if it has none; undefined if it is another page. */
export const match = (pattern: string, path: string): string | undefined => {
  const found = RegExp(`^${pattern.replace(":id", "([^/]+)")}$`).exec(path);
  return found ? (found[1] ?? "") : undefined;
};
