/** All invoices, newest first, by status and plan. */
import type { Input } from "../api/call";
import { day, money } from "../base/format";
import { useList } from "../base/load";
import { here } from "../base/router";
import { useSignal } from "../base/state";
import { Choice } from "../parts/choice";
import { ListPage } from "../parts/rooms";
import type { Column } from "../parts/table";
import { useDashboard } from "./home";
import { InvoiceStatus, mayPay, numberOf, type InvoiceRow } from "./invoice_words";
import { PickBar, pickColumn } from "./pick";
import { usePlans } from "./subscriptions";
import { w } from "./words";

type Wanted = Input<"GET /portal/invoices">["status"];

export function Invoices() {
  const { query } = here.value;
  const [status, plan] = [query.get("status") ?? "", query.get("plan") ?? ""];
  const invoices = useList("GET /portal/invoices", { status: (status ? [status] : []) as Wanted, plan });
  const plans = usePlans(useDashboard().data?.features.subscriptions === true);
  const picked = useSignal<string[]>([]);
  const rows = invoices.data ?? [];
  const several = rows.filter(mayPay).length > 1;
  const { overdue, partially_paid, paid, void: cancelled } = w().states;
  return (
    <ListPage
      title={w("Invoices")}
      from={invoices}
      empty={status || plan ? w("No invoice matches these filters.") : w("Your invoices will appear here as soon as the first one is sent.")}
      href={(invoice) => `/invoices/${invoice.id}`}
      columns={several ? [pickColumn(picked), ...invoiceColumns()] : invoiceColumns()}
      under={several && <PickBar picked={picked} rows={rows} />}
    >
      <div class="filters">
        <Choice label={w("Status")} name="status" options={{ open: w("Open"), overdue, partially_paid, paid, void: cancelled }} />
        {Object.keys(plans).length > 0 && <Choice label={w("Plan")} name="plan" options={plans} />}
      </div>
    </ListPage>
  );
}

export const invoiceColumns = (): Array<Column<InvoiceRow>> => [
  [w("Number"), numberOf, "lead"],
  [w("Date"), (invoice) => invoice.issue_date && day(invoice.issue_date), "none"],
  [w("Due"), (invoice) => day(invoice.due_date), "end"],
  [w("Status"), (invoice) => <InvoiceStatus of={invoice} />, "sub"],
  [w("Total"), (invoice) => money(invoice.total, invoice.currency), "side figure"],
  [w("Balance"), (invoice) => (invoice.balance ? money(invoice.balance, invoice.currency) : <span class="soft">–</span>), "none figure"],
];
