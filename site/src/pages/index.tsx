/** The rooms: the pages behind the sign-in that clients come for, in one lazy chunk; the others are behind it, in `own` and `seldom`. */
import "../portal";
import type { ComponentType } from "preact";
import { call } from "../api/call";
import { face, me, ours, portal } from "../api/portal";
import { forget } from "../api/session";
import { Load, useLoad } from "../base/load";
import { here, match } from "../base/router";
import { t } from "../base/words";
import { Button, useTask } from "../parts/button";
import { Page } from "../parts/page";
import { Shell } from "../parts/shell";
import { PayReturn } from "./attempt";
import { Links } from "./doors";
import { EstimatePage, Estimates } from "./estimates";
import { Home, useDashboard } from "./home";
import { InvoicePage } from "./invoice";
import { Invoices } from "./invoices";
import { Pay } from "./pay";
import { PaymentPage, Payments } from "./payments";
import { StatementPage } from "./statement";
import { SubscriptionPage, Subscriptions } from "./subscriptions";
import { w } from "./words";

export type Rooms = Record<string, ComponentType<{ id: string }>>;

const often: Rooms = {
  "/": Home,
  "/invoices": Invoices,
  "/invoices/:id": InvoicePage,
  "/invoices/:id/pay": Pay,
  "/invoices/:id/pay/return": PayReturn,
  "/pay": Pay,
  "/pay/return": PayReturn,
  "/payments": Payments,
  "/payments/:id": PaymentPage,
  "/statement": StatementPage,
  "/subscriptions": Subscriptions,
  "/subscriptions/:id": SubscriptionPage,
  "/estimates": Estimates,
  "/estimates/:id": EstimatePage,
};

export function House() {
  const dashboard = useDashboard();
  const links: Array<[string, string]> = [
    ["/", w("Home")],
    ["/invoices", w("Invoices")],
    ["/payments", w("Payments")],
  ];
  if (dashboard.data?.features.estimates) links.push(["/estimates", w("Estimates")]);
  if (dashboard.data?.features.subscriptions) links.push(["/subscriptions", w("Subscriptions")]);
  if (dashboard.data?.features.projects) links.push(["/projects", w("Projects")]);
  links.push(["/account", w("Account")]);
  return (
    <Shell name={face.value!.name} logo={face.value!.logo_url} links={links} end={<SignOut />} footer={<Links />}>
      <div class="room" key={here.value.path}>
        <Room path={me.value?.second_factor === "required" ? "/second-factor" : here.value.path} />
      </div>
    </Shell>
  );
}

function Room({ path }: { path: string }) {
  const [Often, id] = enter(often, path);
  const own = /^.(account|second)/.test(path);
  const seldom = useLoad<{ rooms: Rooms }>(Often ? "" : own ? "own" : "seldom", () => (own ? import("./own") : import("./seldom")));
  if (Often) return <Often id={id} />;
  if (!seldom.data) return <main id="content"><Load from={seldom}>{() => null}</Load></main>;
  const [Seldom, of] = enter(seldom.data.rooms, path);
  return Seldom ? (
    <Seldom id={of} />
  ) : (
    <Page title={t("Nothing here")}>
      <p>{t("This page does not exist, or it is not yours to see.")}</p>
    </Page>
  );
}

function enter(rooms: Rooms, path: string): [Room: Rooms[string] | undefined, id: string] {
  for (const pattern in rooms) {
    const id = match(pattern, path);
    if (id !== undefined) return [rooms[pattern], id];
  }
  return [undefined, ""];
}

/** End the session, here and in all tabs. */
async function leave(): Promise<void> {
  await call("DELETE /portals/{portal}/sessions/current", { portal, body: {} }, ours);
  forget();
}

function SignOut() {
  const task = useTask();
  return (
    <Button kind="quiet" busy={task.busy} onClick={() => task.run(leave)}>
      {w("Sign out")}
    </Button>
  );
}
