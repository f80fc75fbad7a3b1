/** The portal this page belongs to, as strangers may see it, and its session. */
import { signal } from "@preact/signals";
import { applyBrand } from "../base/brand";
import { preferred, speak } from "../base/i18n";
import { siteName } from "../parts/page";
import { ask, type Answer } from "./call";
import { keep, openSession } from "./session";

export type Face = Answer<"GET /portals/{portal}">;

/** The portal's name in the address: the first segment of every client page. */
export const portal = decodeURIComponent(location.pathname.split("/")[1] ?? "");
export const face = signal<Face | undefined>(undefined);

/** Cookie endpoints want to see that a page of ours is asking. */
export const ours = { headers: { "X-Portal": "1" } };

/** Read the portal's face, wear its colour and speak its language. */
export async function openPortal(): Promise<void> {
  const found = await ask("GET /portals/{portal}", { portal });
  openSession({ name: portal, refresh: () => ask("POST /portals/{portal}/sessions/refresh", { portal }, ours) });
  applyBrand(found.accent);
  siteName.value = found.name;
  await speak(preferred(found.languages), found.locale);
  face.value = found;
}

/** Whoever was let in stays in. */
export const enter = (grant: Answer<"POST /portals/{portal}/sessions">): void => keep(grant);
