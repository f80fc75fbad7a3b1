/** Who is signed in. The access token lives in memory; the refresh cookie is invisible to scripts. */
import { signal } from "../base/state";
import { Problem } from "./call";

interface Grant {
  access_token: string;
  expires_in: number;
}

export interface Audience {
  /** Separates the tabs of one portal from those of another, and the client portal from the console. */
  name: string;
  /** Asks for a new access token with the refresh cookie. */
  refresh: () => Promise<Grant>;
}

/** Whether somebody is signed in here, as far as we know; undefined until the first look. */
export const signedIn = signal<boolean | undefined>(undefined);

const farewells: Array<() => void> = [];
let audience: Audience;
let token = "";
let expires = 0;
let renewal: Promise<string> | undefined;

/** Say whose session this page holds. Call it once, before the first `call`. */
export function openSession(of: Audience): void {
  audience = of;
  addEventListener("storage", (event) => {
    if (event.key === mark() && !event.newValue) forget();
  });
  signedIn.value = remembered();
}

/** Keep what a sign-in, an invitation or a refresh granted. */
export function keep(grant: Grant): void {
  token = grant.access_token;
  expires = Date.now() + (grant.expires_in - 30) * 1000;
  remember(true);
  signedIn.value = true;
}

/** What must not outlive the session. */
export const onForget = (farewell: () => void): void => void farewells.push(farewell);

/** Forget everything, in every tab of this portal. */
export function forget(): void {
  for (const farewell of farewells) farewell();
  token = "";
  remember(false);
  signedIn.value = false;
}

/** The access token, renewed when it is about to expire. */
export const bearer = async (): Promise<string> => (token && Date.now() < expires ? token : renew(token));

/** A token other than `stale`. Tabs take turns, and callers of one tab share the answer. */
export function renew(stale: string): Promise<string> {
  if (token && token !== stale && Date.now() < expires) return Promise.resolve(token);
  renewal ??= turn().finally(() => (renewal = undefined));
  return renewal;
}

async function turn(): Promise<string> {
  if (!remembered()) throw signedOut();
  try {
    keep(await navigator.locks.request(mark(), () => audience.refresh()));
  } catch (error) {
    if (!(error instanceof Problem) || (error.status !== 401 && error.status !== 403)) throw error;
    throw signedOut();
  }
  return token;
}

function signedOut(): Problem {
  forget();
  return new Problem(401, "signed_out", "");
}

// A mark, not a secret: it spares strangers a refused refresh, and tells other tabs of a sign-out.
const mark = () => `session:${audience.name}`;

function remembered(): boolean {
  try {
    return !!localStorage.getItem(mark());
  } catch {
    return !!token;
  }
}

function remember(yes: boolean): void {
  try {
    if (yes) localStorage.setItem(mark(), "1");
    else localStorage.removeItem(mark());
  } catch {
    // Storage is switched off: the session lasts as long as this page.
  }
}
