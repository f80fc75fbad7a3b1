/** All invoices, newest first, by status and plan. */
import { call, type Input } from "../api/call";
import { day, money } from "../base/format";
import { usePages } from "../base/load";
import { here } from "../base/router";
import { Page } from "../parts/page";
import { Listing, type Column } from "../parts/table";
import { Choice } from "./choice";
import { useDashboard } from "./home";
import { InvoiceStatus, numberOf, type InvoiceRow } from "./invoice_words";
import { usePlans } from "./subscriptions";
import { w } from "./words";

type Wanted = Input<"GET /portal/invoices">["status"];

export function Invoices() {
  const { query } = here.value;
  const [status, plan] = [query.get("status") ?? "", query.get("plan") ?? ""];
  const invoices = usePages(`invoices:${status}:${plan}`, (cursor) =>
    call("GET /portal/invoices", { status: (status ? [status] : []) as Wanted, plan, cursor }),
  );
  const plans = usePlans(useDashboard().data?.features.subscriptions === true);
  const { overdue, partially_paid, paid, void: cancelled } = w().states;
  return (
    <Page title={w().invoices}>
      <div class="filters">
        <Choice label={w().status} name="status" value={status} options={{ open: w().open, overdue, partially_paid, paid, void: cancelled }} />
        {Object.keys(plans).length > 0 && <Choice label={w().plan} name="plan" value={plan} options={plans} />}
      </div>
      <Listing
        from={invoices}
        caption={w().invoices}
        empty={status || plan ? w().noMatches : w().noInvoices}
        href={(invoice) => `/invoices/${invoice.id}`}
        columns={invoiceColumns()}
      />
    </Page>
  );
}

export const invoiceColumns = (): Array<Column<InvoiceRow>> => [
  { head: w().number, cell: numberOf, narrow: "lead" },
  { head: w().date, cell: (invoice) => invoice.issue_date && day(invoice.issue_date), narrow: "none" },
  { head: w().due, cell: (invoice) => day(invoice.due_date), narrow: "end" },
  { head: w().status, cell: (invoice) => <InvoiceStatus of={invoice} />, narrow: "sub" },
  { head: w().total, cell: (invoice) => money(invoice.total, invoice.currency), narrow: "side", figure: true },
  { head: w().balance, cell: (invoice) => (invoice.balance ? money(invoice.balance, invoice.currency) : <span class="soft">–</span>), narrow: "none", figure: true },
];
