/** All invoices of the merchant, newest first, by status, customer and plan. */
import { useId } from "preact/hooks";
import { call, type Input } from "../api/call";
import { useLoad, usePages } from "../base/load";
import { here, refine, to } from "../base/router";
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
  const invoices = usePages(`merchant-invoices:${status}:${customer}:${plan}`, (cursor) =>
    call("GET /merchant/invoices", { status: (status ? [status] : []) as Wanted, customer_id: customer, plan, cursor }),
  );
  const nameOf = useNames(invoices.data);
  const { draft, overdue, partially_paid, paid, void: cancelled } = w().states;
  return (
    <Page title={w().invoices} actions={may("accountant") && <a class="button primary" href={to(`/invoices/new${customer && `?customer_id=${customer}`}`)}>{w().newInvoice}</a>}>
      <div class="filters">
        <Choice label={w().status} name="status" value={status} options={{ open: d().open, draft, overdue, partially_paid, paid, void: cancelled }} />
        <CustomerPicker key={customer} name="customer_id" value={customer} placeholder={d().anyCustomer} onChoose={(chosen) => refine({ customer_id: chosen?.id ?? "" })} />
        <PlanChoice value={plan} />
      </div>
      <Listing
        from={invoices}
        caption={w().invoices}
        empty={status || customer || plan ? d().noMatches : d().noInvoices}
        href={(invoice) => `/invoices/${invoice.id}`}
        columns={invoiceColumns(nameOf)}
      />
    </Page>
  );
}

function PlanChoice({ value }: { value: string }) {
  const plans = useLoad("plans", () => call("GET /merchant/plans")).data?.items ?? [];
  if (!plans.length) return null;
  return <Choice label={d().plan} name="plan" value={value} options={Object.fromEntries(plans.map(({ code, name }) => [code, name]))} />;
}

interface ChoiceProps {
  label: string;
  name: string;
  value: string;
  options: Record<string, string>;
}

/** A filter that stands in the address. */
function Choice({ label, name, value, options }: ChoiceProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => refine({ [name]: event.currentTarget.value })}>
        <option value="">{d().allStates}</option>
        {Object.entries(options).map(([key, words]) => (
          <option value={key} selected={key === value}>{words}</option>
        ))}
      </select>
    </div>
  );
}
