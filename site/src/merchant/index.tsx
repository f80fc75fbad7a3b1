/** The rooms of the console: the frame, and which page stands at which address. */
import "../merchant";
import type { ComponentChildren } from "preact";
import { here, match } from "../base/router";
import { t } from "../base/words";
import { Button, useTask } from "../parts/button";
import { Page } from "../parts/page";
import { Shell } from "../parts/shell";
import { Account } from "./account";
import { CustomerPage } from "./customer";
import { EditCustomer, NewCustomer } from "./customer_form";
import { Customers } from "./customers";
import { InvoiceEditor } from "./invoice_editor";
import { InvoicePage } from "./invoice_page";
import { Invoices } from "./invoices";
import { Overview } from "./overview";
import { Payments } from "./payments";
import { SecondFactor } from "./second_factor";
import { leave, may, me, organization, type Role } from "./session";
import { Settings } from "./settings";
import { Team } from "./team";
import { w } from "./words";

type Room = [pattern: string, room: (ids: { id: string }) => ComponentChildren, least?: Role];

const rooms: Room[] = [
  ["/", () => <Overview />],
  ["/customers", () => <Customers />],
  ["/customers/new", () => <NewCustomer />, "accountant"],
  ["/customers/:id", ({ id }) => <CustomerPage id={id} />],
  ["/customers/:id/edit", ({ id }) => <EditCustomer id={id} />, "accountant"],
  ["/invoices", () => <Invoices />],
  ["/invoices/new", () => <InvoiceEditor />, "accountant"],
  ["/invoices/:id", ({ id }) => <InvoicePage id={id} />],
  ["/invoices/:id/edit", ({ id }) => <InvoiceEditor id={id} />, "accountant"],
  ["/payments", () => <Payments />],
  ["/team", () => <Team />, "admin"],
  ["/settings", () => <Settings />, "admin"],
  ["/account", () => <Account />],
];

export function Rooms() {
  const enrolling = me.value?.second_factor === "required";
  const { path } = here.value;
  return (
    <Shell name={organization.value?.name ?? w().console} logo={organization.value?.logo_url} links={enrolling ? [] : links()} end={<SignOut />}>
      <div class="room" key={enrolling || path}>
        {enrolling ? (
          <Page class="pay" title={w().secondFactor} lead={<p class="soft">{w().secondFactorRequired}</p>}>
            <SecondFactor />
          </Page>
        ) : (
          room(path)
        )}
      </div>
    </Shell>
  );
}

function links(): Array<[string, string]> {
  return [
    ["/", w().overview],
    ["/invoices", w().invoices],
    ["/payments", w().payments],
    ["/customers", w().customers],
    ...(may("admin") ? ([["/team", w().team], ["/settings", w().settings]] as Array<[string, string]>) : []),
    ["/account", w().account],
  ];
}

function room(path: string): ComponentChildren {
  for (const [pattern, show, least] of rooms) {
    const ids = match(pattern, path);
    if (ids && least && !may(least)) break;
    if (ids) return show(ids as { id: string });
  }
  return (
    <Page title={t().notFoundTitle}>
      <p>{t().notFound}</p>
    </Page>
  );
}

function SignOut() {
  const task = useTask();
  return (
    <Button kind="quiet" busy={task.busy} onClick={() => task.run(leave)}>
      {w().signOut}
    </Button>
  );
}
