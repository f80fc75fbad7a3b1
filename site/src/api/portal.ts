/** The portal this page belongs to, as strangers may see it, and its session. */
import { signal } from "../base/state";
import { applyBrand } from "../base/brand";
import { preferred, speak, timezone } from "../base/i18n";
import { fragmentToken } from "../base/fragment";
import { siteName } from "../parts/page";
import { ask, type Answer } from "./call";
import { keep, openSession } from "./session";

type Grant = Answer<"POST /portals/{portal}/sessions">;

/** The portal's name in the address: the first segment of every client page. */
export const portal = location.pathname.split("/")[1] ?? "";
export const face = signal<Answer<"GET /portals/{portal}"> | undefined>(undefined);
/** Who is signed in. */
export const me = signal<Grant["user"] | undefined>(undefined);

/** Cookie endpoints want to see that a page of ours is asking. */
export const ours = { headers: { "X-Portal": "1" } };

/** Read the portal's face, wear its colour and speak the visitor's language. */
export async function openPortal(): Promise<void> {
  openSession({
    name: portal,
    refresh: async () => {
      const grant = await ask("POST /portals/{portal}/sessions/refresh", { portal, body: {} }, ours);
      me.value = grant.user;
      return grant;
    },
  });
  const found = await ask("GET /portals/{portal}", { portal });
  if (found.portal !== portal) {
    // The portal has a new name; the old one leads there for ever.
    const rest = location.pathname.replace(/^\/[^/]+/, "") + location.search + (fragmentToken && `#${fragmentToken}`);
    location.replace(`/${found.portal}${rest}`);
    return;
  }
  applyBrand(found.accent);
  siteName.value = found.name;
  await speak(preferred(found.languages, found.locale));
  face.value = found;
}

/** Whoever was let in stays in. */
export function enter(grant: Grant): void {
  me.value = grant.user;
  keep(grant);
}

/** Speak the person's language and keep the person's time. */
export async function settle(): Promise<void> {
  timezone.value = me.value?.timezone ?? "";
  await speak(me.value?.language);
}
