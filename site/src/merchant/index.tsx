/** The rooms of the console: the frame, and which page stands at which address; those that are entered seldom are behind them, in `office`. */
import "../merchant";
import type { ComponentChildren, ComponentType } from "preact";
import { Load, useLoad } from "../base/load";
import { here, match, to } from "../base/router";
import { t } from "../base/words";
import { Button, useTask } from "../parts/button";
import { Menu } from "../parts/menu";
import { Page } from "../parts/page";
import { Shell } from "../parts/shell";
import { d } from "./desk";
import { CustomerPage } from "./customer";
import { EditCustomer, NewCustomer } from "./customer_form";
import { Customers } from "./customers";
import { CompareEstimate, EstimateEditor, EstimatePage, Estimates } from "./estimates";
import { InvoiceEditor } from "./invoice_editor";
import { InvoicePage } from "./invoice_page";
import { Invoices } from "./invoices";
import { Overview } from "./overview";
import { Payments } from "./payments";
import { SecondFactor } from "./second_factor";
import { leave, may, me, organization, type Role } from "./session";
import { NewSubscription, SubscriptionPage, Subscriptions } from "./subscriptions";
import { w } from "./words";

/** A page, and the least role it is for. */
export type Rooms = Record<string, [room: ComponentType<{ id: string }>, least?: Role]>;

const often: Rooms = {
  "/": [Overview],
  "/customers": [Customers],
  "/customers/new": [NewCustomer, "accountant"],
  "/customers/:id": [CustomerPage],
  "/customers/:id/edit": [EditCustomer, "accountant"],
  "/invoices": [Invoices],
  "/invoices/new": [InvoiceEditor, "accountant"],
  "/invoices/:id": [InvoicePage],
  "/invoices/:id/edit": [InvoiceEditor, "accountant"],
  "/estimates": [Estimates],
  "/estimates/new": [EstimateEditor, "accountant"],
  "/estimates/:id": [EstimatePage],
  "/estimates/:id/edit": [EstimateEditor, "accountant"],
  "/estimates/:id/revisions": [CompareEstimate],
  "/payments": [Payments],
  "/subscriptions": [Subscriptions],
  "/subscriptions/new": [NewSubscription, "admin"],
  "/subscriptions/:id": [SubscriptionPage],
};

export function House() {
  const enrolling = me.value?.second_factor === "required";
  const { path } = here.value;
  return (
    <Shell name={organization.value?.name ?? w("Merchant console")} logo={organization.value?.logo_url} links={enrolling ? [] : links()} end={<End closed={enrolling} />}>
      <div class="room" key={enrolling || path}>
        {enrolling ? (
          <Page class="pay" title={w("Second factor")} lead={<p class="soft">{w("Please set up your authenticator app before you go on.")}</p>}>
            <SecondFactor />
          </Page>
        ) : (
          <Room path={path} />
        )}
      </div>
    </Shell>
  );
}

const links = (): Array<[string, string]> => [
  ["/", w("Overview")],
  ["/customers", w("Customers")],
  ["/invoices", w("Invoices")],
  ["/payments", w("Payments")],
  ["/estimates", w("Estimates")],
  ["/subscriptions", w("Subscriptions")],
];

/** What is not needed every day. */
const further = (): Array<[string, string]> => [
  ["/projects", d("Projects")],
  ["/messages", w("Messages")],
  ["/reviews", w("Reviews")],
  ["/erasures", w("Erasures")],
  ...(may("admin") ? ([["/plans", d("Plans")], ["/team", w("Team")], ["/settings", w("Settings")]] as Array<[string, string]>) : []),
  ["/account", w("Account")],
];

function End({ closed }: { closed: boolean }) {
  return (
    <>
      {!closed && (
        <Menu label={w("Menu")}>
          {further().map(([path, name]) => (
            <a class="button" href={to(path)}>{name}</a>
          ))}
        </Menu>
      )}
      <SignOut />
    </>
  );
}

function Room({ path }: { path: string }) {
  const found = enter(often, path);
  const office = useLoad(found ? "" : "office", () => import("./office"));
  if (found) return found;
  if (!office.data) return <main id="content"><Load from={office}>{() => null}</Load></main>;
  return (
    enter(office.data.rooms, path) || (
      <Page title={t("Nothing here")}>
        <p>{t("This page does not exist, or it is not yours to see.")}</p>
      </Page>
    )
  );
}

function enter(rooms: Rooms, path: string): ComponentChildren {
  for (const [pattern, [Room, least]] of Object.entries(rooms)) {
    const id = match(pattern, path);
    if (id !== undefined) return (!least || may(least)) && <Room id={id} />;
  }
}

function SignOut() {
  const task = useTask();
  return (
    <Button kind="quiet" busy={task.busy} onClick={() => task.run(leave)}>
      {w("Sign out")}
    </Button>
  );
}
