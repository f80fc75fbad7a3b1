/** All invoices of the merchant, newest first, by status, customer and plan. */
import type { Input } from "../api/call";
import { useGet, useList } from "../base/load";
import { here, refine, to } from "../base/router";
import { Choice } from "../parts/choice";
import { Page } from "../parts/page";
import { Listing } from "../parts/table";
import { d } from "./desk";
import { CustomerPicker } from "./invoice_customer";
import { invoiceColumns } from "./invoice_status";
import { useNames } from "./names";
import { may } from "./session";
import { w } from "./words";

type Wanted = Input<"GET /merchant/invoices">["status"];

export function Invoices() {
  const { query } = here.value;
  const [status, customer, plan] = ["status", "customer_id", "plan"].map((name) => query.get(name) ?? "") as [string, string, string];
  const invoices = useList("GET /merchant/invoices", { status: (status ? [status] : []) as Wanted, customer_id: customer, plan });
  const nameOf = useNames(invoices.data);
  const { draft, overdue, partially_paid, paid, void: cancelled } = w().states;
  return (
    <Page title={w("Invoices")} actions={may("accountant") && <a class="button primary" href={to(`/invoices/new${customer && `?customer_id=${customer}`}`)}>{w("New invoice")}</a>}>
      <div class="filters">
        <Choice label={w("Status")} name="status" options={{ open: d("Open"), draft, overdue, partially_paid, paid, void: cancelled }} />
        <CustomerPicker key={customer} name="customer_id" value={customer} placeholder={d("Any")} onChoose={(chosen) => refine({ customer_id: chosen?.id ?? "" })} />
        <PlanChoice />
      </div>
      <Listing
        from={invoices}
        caption={w("Invoices")}
        empty={status || customer || plan ? d("No invoice matches these filters.") : d("Your invoices will appear here. Write the first one, send it, and your client finds it in the portal.")}
        href={(invoice) => `/invoices/${invoice.id}`}
        columns={invoiceColumns(nameOf)}
      />
    </Page>
  );
}

function PlanChoice() {
  const plans = useGet("GET /merchant/plans").data?.items ?? [];
  if (!plans.length) return null;
  return <Choice label={d("Plan")} name="plan" options={Object.fromEntries(plans.map(({ code, name }) => [code, name]))} />;
}
