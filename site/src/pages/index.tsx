/** The rooms: every page behind the sign-in, in one lazy chunk. */
import "../portal";
import type { ComponentChildren } from "preact";
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
import { Links } from "./door";
import { Home, useDashboard } from "./home";
import { InvoicePage } from "./invoice";
import { Invoices } from "./invoices";
import { Pay } from "./pay";
import { PaymentPage, Payments } from "./payments";
import { SecondFactor } from "./second_factor";
import { SubscriptionPage, Subscriptions } from "./subscriptions";
import { w } from "./words";

const rooms: Array<[pattern: string, room: (ids: { id: string }) => ComponentChildren]> = [
  ["/", () => <Home />],
  ["/invoices", () => <Invoices />],
  ["/invoices/:id", ({ id }) => <InvoicePage id={id} />],
  ["/invoices/:id/pay", ({ id }) => <Pay id={id} />],
  ["/invoices/:id/pay/return", ({ id }) => <PayReturn id={id} />],
  ["/payments", () => <Payments />],
  ["/payments/:id", ({ id }) => <PaymentPage id={id} />],
  ["/subscriptions", () => <Subscriptions />],
  ["/subscriptions/:id", ({ id }) => <SubscriptionPage id={id} />],
  ["/account", () => <Account />],
];

export function Rooms() {
  const dashboard = useDashboard();
  const links: Array<[string, string]> = [
    ["/", w().home],
    ["/invoices", w().invoices],
    ["/payments", w().payments],
  ];
  if (dashboard.data?.features.subscriptions) links.push(["/subscriptions", w().subscriptions]);
  links.push(["/account", w().account]);
  return (
    <Shell name={face.value!.name} logo={face.value!.logo_url} links={links} end={<SignOut />} footer={<Links />}>
      <div class="room" key={here.value.path}>
        {me.value?.second_factor === "required" ? <Page class="pay" title={w().secondFactor}><SecondFactor /></Page> : room(here.value.path)}
      </div>
    </Shell>
  );
}

function room(path: string): ComponentChildren {
  for (const [pattern, show] of rooms) {
    const ids = match(pattern, path);
    if (ids) return show(ids as { id: string });
  }
  return (
    <Page title={t().notFoundTitle}>
      <p>{t().notFound}</p>
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
      {w().signOut}
    </Button>
  );
}
