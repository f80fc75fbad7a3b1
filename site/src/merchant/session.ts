/** Who works at the console, for which merchant, and what that role may do. */
import { ask, call, type Answer } from "../api/call";
import { forget, keep, onForget, openSession } from "../api/session";
import { applyBrand } from "../base/brand";
import { speak, timezone } from "../base/i18n";
import { signal } from "../base/state";
import { siteName } from "../parts/page";

type Grant = Answer<"POST /merchant/sessions">;
export type Organization = Answer<"GET /merchant/organization">;
export type Role = "support" | "accountant" | "admin" | "owner";
export const roles: Role[] = ["support", "accountant", "admin", "owner"];

/** Who is signed in. */
export const me = signal<Grant["user"] | undefined>(undefined);
/** The merchant; unknown as long as a second factor has to be set up first. */
export const organization = signal<Organization | undefined>(undefined);

/** Whether the person's role is at least this one. The API decides; this only spares people refusals. */
export const may = (role: Role): boolean => roles.indexOf(me.value?.role as Role) >= roles.indexOf(role);

/** Cookie endpoints want to see that a page of ours is asking. */
const ours = { headers: { "X-Portal": "1" } };
const PLACE = "console:portal";

/** The merchant this browser signed in at last: a convenience for the form, and it tells sessions of several apart. */
export function lastPortal(): string {
  try {
    return localStorage.getItem(PLACE) ?? "";
  } catch {
    return me.value?.portal ?? "";
  }
}

const whose = () => ({ body: lastPortal() ? { tenant: lastPortal() } : {} });

export function openConsole(): void {
  onForget(() => ((organization.value = undefined), (me.value = undefined)));
  openSession({
    name: "merchant",
    refresh: async () => {
      const grant = await ask("POST /merchant/sessions/refresh", whose(), ours);
      me.value = grant.user;
      return grant;
    },
  });
}

/** Whoever was let in stays in. */
export function enter(grant: Grant): void {
  me.value = grant.user;
  try {
    localStorage.setItem(PLACE, grant.user.portal);
  } catch {
    // Storage is switched off: the name of the portal is typed again next time.
  }
  keep(grant);
}

/** End the session, here and in all tabs. */
export async function leave(): Promise<void> {
  await call("DELETE /merchant/sessions/current", whose(), ours);
  forget();
}

/** Speak the person's language; wear the merchant's name, colour and time. */
export async function settle(): Promise<void> {
  await speak(me.value?.language);
  if (me.value?.second_factor !== "required") wear(await call("GET /merchant/organization"));
}

/** The merchant has changed (or is known at last). */
export function wear(found: Organization): void {
  organization.value = found;
  siteName.value = found.name;
  timezone.value = found.timezone;
  applyBrand(found.accent);
}
