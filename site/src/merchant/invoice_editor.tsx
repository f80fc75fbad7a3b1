/** Write a draft, or change one: who, when, what for; the totals follow while it is typed. */
import { useRef } from "preact/hooks";
import { call, Problem } from "../api/call";
import { decimal, decimals } from "../base/format";
import { forgetAnswers, Load, Skeleton } from "../base/load";
import { go, here, to } from "../base/router";
import { useSignal } from "../base/state";
import { TextArea } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { Page } from "../parts/page";
import { d } from "./desk";
import { CustomerPicker } from "./invoice_customer";
import { after, today } from "./invoice_days";
import { blankLine, Lines, read, type Draft } from "./invoice_lines";
import { useInvoice, type Invoice } from "./invoice_page";
import { sumsOf, written } from "./invoice_sums";
import { LiveTotals } from "./invoice_totals";
import { organization } from "./session";
import { w } from "./words";

const MOST = 10n ** 12n;

export function InvoiceEditor({ id = "" }: { id?: string }) {
  const loaded = useInvoice(id);
  if (!id)
    return (
      <Page title={w("New invoice")} up={["/invoices", w("Invoices")]}>
        <Editor />
      </Page>
    );
  return (
    <Page title={d("Edit draft")} up={[`/invoices/${id}`, d("Draft invoice")]}>
      <Load from={loaded} skeleton={<Skeleton lines={10} />}>
        {(invoice) => (invoice.actions.includes("edit") ? <Editor key={invoice.id} of={invoice} /> : <Locked id={id} />)}
      </Load>
    </Page>
  );
}

const Locked = ({ id }: { id: string }) => (
  <>
    <p>{d("This invoice was sent, so it cannot be changed any more.")}</p>
    <p>
      <a href={to(`/invoices/${id}`)}>{d("Back to the invoice")}</a>
    </p>
  </>
);

function draftOf(invoice: Invoice | undefined): Draft[] {
  if (!invoice) return [blankLine()];
  const places = decimals(invoice.currency);
  return invoice.lines.map((line) => ({
    ...blankLine(),
    description: line.description,
    quantity: written(line.quantity),
    price: written(decimal(line.unit_price, places)),
    rate: written(line.tax_rate),
    category: line.tax_category === "S" ? undefined : line.tax_category,
  }));
}

function Editor({ of }: { of?: Invoice }) {
  const customer = useSignal(of?.customer_id ?? here.value.query.get("customer_id") ?? "");
  const currency = useSignal(of?.currency ?? organization.value?.currency ?? "EUR");
  const lines = useSignal(draftOf(of));
  /** The draft of this page, once it is kept: sending it may fail, and then it is not written a second time. */
  const kept = useRef(of?.id ?? "");
  const sending = useRef(false);
  const money = /^[A-Z]{3}$/.test(currency.value) ? currency.value : "EUR";

  const keep = async (values: Record<string, string>): Promise<string> => {
    const body = bodyOf(values, lines.value, money);
    if (!kept.current) {
      if (!customer.value) throw refused("customer_id", d("Please choose a customer from the list."));
      kept.current = (await call("POST /merchant/invoices", { body: { ...body, customer_id: customer.value } })).id;
    } else {
      // A date that nobody touched is left to the day on which it is sent.
      const { issue_date, ...rest } = body;
      await call("PATCH /merchant/invoices/{invoice_id}", { invoice_id: kept.current, body: issue_date === of?.issue_date ? rest : body });
    }
    return kept.current;
  };
  const send = async (values: Record<string, string>) => {
    try {
      const id = await keep(values);
      if (sending.current) await call("POST /merchant/invoices/{invoice_id}/sending", { invoice_id: id });
      forgetAnswers();
      go(`/invoices/${id}`);
    } catch (error) {
      // What concerns all lines together stands at the first.
      if (error instanceof Problem) for (const one of error.errors) if (one.path === "lines") one.path = "lines.0.description";
      throw error;
    }
  };
  return (
    <div class="editor" onClickCapture={(event) => (sending.current = !!(event.target as Element).closest("[data-send]"))}>
      <Form
        submit={d("Save draft")}
        kind="plain"
        send={send}
        extra={
          <>
            <button class="primary" data-send>{d("Save and send")}</button>
            <a href={to(of ? `/invoices/${of.id}` : "/invoices")}>{w("Cancel")}</a>
          </>
        }
      >
        <div class="pair heads">
          {of ? null : (
            <CustomerPicker
              name="customer_id"
              required
              value={customer.value}
              hint={d("Type the beginning of a name or e-mail.")}
              onChoose={(chosen) => {
                customer.value = chosen?.id ?? "";
                if (chosen?.currency) currency.value = chosen.currency;
              }}
            />
          )}
          <Field label={d("Issue date")} name="issue_date" type="date" defaultValue={of?.issue_date} optional hint={of ? undefined : d("Leave it empty to date it on the day you send it.")} />
          <Field label={d("Due date")} name="due_date" type="date" defaultValue={of?.due_date ?? after(today(), 14)} />
          <Field label={w("Currency")} name="currency" value={currency.value} minLength={3} maxLength={3} autocapitalize="characters" spellcheck={false} autocomplete="off" onInput={(event: Event) => (currency.value = (event.currentTarget as HTMLInputElement).value.toUpperCase())} />
        </div>
        <Lines of={lines} currency={money} />
        <LiveTotals of={lines.value} currency={money} />
        <div class="pair">
          <TextArea label={d("Notes")} name="notes" defaultValue={of?.notes} hint={d("Below the totals, for example a word of thanks.")} rows={3} maxLength={4000} optional />
          <TextArea label={d("Terms")} name="terms" defaultValue={of?.terms} hint={d("How to pay, and what happens when it is late.")} rows={3} maxLength={4000} optional />
        </div>
      </Form>
    </div>
  );
}

const refused = (path: string, message: string): Problem => new Problem(422, "", "", [{ path, message }]);

function bodyOf(values: Record<string, string>, drafts: Draft[], currency: string) {
  const { issue_date = "", due_date = "", notes = "", terms = "" } = values;
  const found = drafts.map((draft) => read(draft, currency));
  const errors = found.flatMap(({ wrong }, n) => wrong.map(([name, message]) => ({ path: `lines.${n}.${name}`, message })));
  if (errors.length) throw new Problem(422, "", "", errors);
  const lines = found.map(({ line }) => line);
  if (sumsOf(lines).total > MOST) throw refused("lines.0.unit_price", d("The lines come to more than an invoice can hold."));
  return { currency, due_date, notes, terms, lines, ...(issue_date && { issue_date }) };
}
