/** All invoices, newest first, by status and plan. */
import type { Input } from "../api/call";
import { day, money } from "../base/format";
import { useList } from "../base/load";
import { here } from "../base/router";
import { Choice } from "../parts/choice";
import { Page } from "../parts/page";
import { Listing, type Column } from "../parts/table";
import { useDashboard } from "./home";
import { InvoiceStatus, numberOf, type InvoiceRow } from "./invoice_words";
import { usePlans } from "./subscriptions";
import { w } from "./words";

type Wanted = Input<"GET /portal/invoices">["status"];

export function Invoices() {
  const { query } = here.value;
  const [status, plan] = [query.get("status") ?? "", query.get("plan") ?? ""];
  const invoices = useList("GET /portal/invoices", { status: (status ? [status] : []) as Wanted, plan });
  const plans = usePlans(useDashboard().data?.features.subscriptions === true);
  const { overdue, partially_paid, paid, void: cancelled } = w().states;
  return (
    <Page title={w("Invoices")}>
      <div class="filters">
        <Choice label={w("Status")} name="status" options={{ open: w("Open"), overdue, partially_paid, paid, void: cancelled }} />
        {Object.keys(plans).length > 0 && <Choice label={w("Plan")} name="plan" options={plans} />}
      </div>
      <Listing
        from={invoices}
        caption={w("Invoices")}
        empty={status || plan ? w("No invoice matches these filters.") : w("Your invoices will appear here as soon as the first one is sent.")}
        href={(invoice) => `/invoices/${invoice.id}`}
        columns={invoiceColumns()}
      />
    </Page>
  );
}

export const invoiceColumns = (): Array<Column<InvoiceRow>> => [
  { head: w("Number"), cell: numberOf, narrow: "lead" },
  { head: w("Date"), cell: (invoice) => invoice.issue_date && day(invoice.issue_date), narrow: "none" },
  { head: w("Due"), cell: (invoice) => day(invoice.due_date), narrow: "end" },
  { head: w("Status"), cell: (invoice) => <InvoiceStatus of={invoice} />, narrow: "sub" },
  { head: w("Total"), cell: (invoice) => money(invoice.total, invoice.currency), narrow: "side", figure: true },
  { head: w("Balance"), cell: (invoice) => (invoice.balance ? money(invoice.balance, invoice.currency) : <span class="soft">–</span>), narrow: "none", figure: true },
];
