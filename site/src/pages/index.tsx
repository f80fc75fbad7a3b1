/** The rooms: every page behind the sign-in, in one lazy chunk. */
import "../portal";
import type { ComponentChildren, ComponentType } from "preact";
import { call } from "../api/call";
import { face, me, ours, portal } from "../api/portal";
import { forget } from "../api/session";
import { here, match } from "../base/router";
import { t } from "../base/words";
import { Button, useTask } from "../parts/button";
import { Page } from "../parts/page";
import { Shell } from "../parts/shell";
import { Account } from "./account";
import { PayReturn } from "./attempt";
import { Company } from "./company";
import { Links } from "./doors";
import { EstimatePage, Estimates } from "./estimates";
import { Home, useDashboard } from "./home";
import { InvoicePage } from "./invoice";
import { Invoices } from "./invoices";
import { Pay } from "./pay";
import { PaymentPage, Payments } from "./payments";
import { SecondFactor } from "./second_factor";
import { StatementPage } from "./statement";
import { SubscriptionPage, Subscriptions } from "./subscriptions";
import { w } from "./words";

const rooms: Record<string, ComponentType<{ id: string }>> = {
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
  "/account": Account,
  "/account/company": Company,
};

export { Verify } from "./verify";

export function Rooms() {
  const dashboard = useDashboard();
  const links: Array<[string, string]> = [
    ["/", w("Home")],
    ["/invoices", w("Invoices")],
    ["/payments", w("Payments")],
  ];
  if (dashboard.data?.features.estimates) links.push(["/estimates", w("Estimates")]);
  if (dashboard.data?.features.subscriptions) links.push(["/subscriptions", w("Subscriptions")]);
  links.push(["/account", w("Account")]);
  return (
    <Shell name={face.value!.name} logo={face.value!.logo_url} links={links} end={<SignOut />} footer={<Links />}>
      <div class="room" key={here.value.path}>
        {me.value?.second_factor === "required" ? <Page class="pay" title={w("Second factor")}><SecondFactor /></Page> : room(here.value.path)}
      </div>
    </Shell>
  );
}

function room(path: string): ComponentChildren {
  for (const [pattern, Room] of Object.entries(rooms)) {
    const id = match(pattern, path);
    if (id !== undefined) return <Room id={id} />;
  }
  return (
    <Page title={t("Nothing here")}>
      <p>{t("This page does not exist, or it is not yours to see.")}</p>
    </Page>
  );
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
