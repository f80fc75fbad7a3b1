/** Write an invoice, or change its draft. */
import { call } from "../api/call";
import { Load, Skeleton } from "../base/load";
import { Field } from "../parts/form";
import { Page } from "../parts/page";
import { d } from "./desk";
import { Editor, Locked } from "./editor";
import { after, today } from "./invoice_days";
import { useInvoice, type Invoice } from "./invoice_page";
import { w } from "./words";

export function InvoiceEditor({ id = "" }: { id?: string }) {
  const loaded = useInvoice(id);
  if (!id)
    return (
      <Page title={w("New invoice")} up={["/invoices", w("Invoices")]}>
        <Write />
      </Page>
    );
  return (
    <Page title={d("Edit draft")} up={[`/invoices/${id}`, d("Draft invoice")]}>
      <Load from={loaded} skeleton={<Skeleton lines={10} />}>
        {(invoice) => (invoice.actions.includes("edit") ? <Write key={invoice.id} of={invoice} /> : <Locked words={d("This invoice was sent, so it cannot be changed any more.")} path={`/invoices/${id}`} back={d("Back to the invoice")} />)}
      </Load>
    </Page>
  );
}

const Write = ({ of }: { of?: Invoice }) => (
  <Editor
    of={of}
    path="/invoices"
    days={
      <>
        <Field label={d("Issue date")} name="issue_date" type="date" defaultValue={of?.issue_date} optional hint={of ? undefined : d("Leave it empty to date it on the day you send it.")} />
        <Field label={d("Due date")} name="due_date" type="date" defaultValue={of?.due_date ?? after(today(), 14)} />
      </>
    }
    write={(body, values) => call("POST /merchant/invoices", { body: { ...body, ...daysOf(values) } })}
    change={(id, body, values) => call("PATCH /merchant/invoices/{invoice_id}", { invoice_id: id, body: { ...body, ...daysOf(values, of?.issue_date) } })}
    send={(id) => call("POST /merchant/invoices/{invoice_id}/sending", { invoice_id: id })}
  />
);

/** A date that nobody touched is left to the day on which it is sent. */
const daysOf = ({ issue_date, due_date = "" }: Record<string, string>, untouched?: string) => ({ due_date, ...(issue_date && issue_date !== untouched && { issue_date }) });
