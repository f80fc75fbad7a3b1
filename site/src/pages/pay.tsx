/** Pay one invoice, or several in one go: with what is saved in one click, with anything else on the gateway's own page. */
import { useSignal } from "../base/state";
import { useRef } from "preact/hooks";
import { call, Problem, type Answer } from "../api/call";
import { me } from "../api/portal";
import { decimal, decimals, minor, money } from "../base/format";
import { Load, Skeleton, useGet } from "../base/load";
import { here, to } from "../base/router";
import { Button, useTask } from "../parts/button";
import { Failure } from "../parts/failure";
import { Page } from "../parts/page";
import { Field } from "../parts/form";
import { Table } from "../parts/table";
import { Follow, type Attempt } from "./attempt";
import { useDashboard } from "./home";
import { useInvoices, type Invoice } from "./invoice";
import { DueWords, mayPay, numberOf } from "./invoice_words";
import { w } from "./words";

type Method = Answer<"GET /portal/payment-methods">["items"][number];

/** One invoice, or without an id those that the address names. */
export function Pay({ id }: { id: string }) {
  const ids = id ? [id] : [...new Set(here.value.query.get("invoices")?.split(","))].slice(0, 20);
  return <PayThese key={ids.join()} ids={ids} />;
}

function PayThese({ ids }: { ids: string[] }) {
  const [id, another] = ids;
  const loaded = useInvoices(ids);
  const methods = useGet("GET /portal/payment-methods");
  const attempt = useSignal<Attempt | undefined>(undefined);
  if (attempt.value) return <Follow attempt={attempt.value} invoices={loaded.data} again={() => (attempt.value = undefined)} />;
  const number = loaded.data?.[0] && numberOf(loaded.data[0]);
  const title = another ? w("Pay {0} invoices", ids.length) : number ? w("Pay invoice {0}", number) : w("Pay");
  return (
    <Page class="pay" title={title} up={another || !id ? ["/invoices", w("Invoices")] : [`/invoices/${id}`, number ? w("Invoice {0}", number) : w("Invoice")]}>
      <Load from={loaded} skeleton={<Skeleton lines={6} />}>
        {(found) => {
          const open = found.filter(mayPay).sort((a, b) => (a.due_date < b.due_date ? -1 : 1));
          if (!open.length) return <p>{found.some(({ balance }) => balance > 0) ? w("Only colleagues who may pay can do so.") : w("Nothing to pay")}</p>;
          if (open.some(({ currency }) => currency !== open[0]!.currency)) return <p>{w("Please choose invoices of one currency: each currency is paid by itself.")}</p>;
          return <Load from={methods}>{({ items }) => <Desk invoices={open} methods={items.filter((method) => method.type === "card" || open[0]!.currency === "EUR")} onAttempt={(made) => (attempt.value = made)} />}</Load>;
        }}
      </Load>
    </Page>
  );
}

interface DeskProps {
  /** Of one currency, those due first at the front: in this order they are paid. */
  invoices: Invoice[];
  methods: Method[];
  onAttempt: (made: Attempt) => void;
}

function Desk({ invoices, methods, onAttempt }: DeskProps) {
  const [invoice, another] = invoices as [Invoice, ...Invoice[]];
  const owed = invoices.reduce((sum, { balance }) => sum + balance, 0);
  const task = useTask();
  const chosen = useSignal(methods.find((method) => !isOver(method))?.id ?? "");
  const amount = useSignal(owed);
  const keep = useSignal(false);
  const leaving = useSignal(false);
  const keyOf = useKey();
  const { features, credits } = useDashboard().data ?? {};
  const credit = Math.min(amount.value || 0, credits?.find(({ currency }) => currency === invoice.currency)?.amount ?? 0);

  const pay = async () => {
    const how = chosen.value ? { payment_method_id: chosen.value } : { save: keep.value };
    const body = another
      ? { ...how, invoice_ids: invoices.map(({ id }) => id), return_path: to("/pay/return") }
      : { ...how, ...(amount.value !== owed && { amount: amount.value }), return_path: to(`/invoices/${invoice.id}/pay/return`) };
    const options = { key: keyOf(body) };
    try {
      const made =
        "invoice_ids" in body ? await call("POST /portal/payments", { body }, options) : await call("POST /portal/invoices/{invoice_id}/payments", { invoice_id: invoice.id, body }, options);
      if (made.status !== "requires_action" || !made.redirect_url) return onAttempt(made);
      leaving.value = true;
      location.assign(made.redirect_url);
    } catch (error) {
      // A refusal is final for its key; anything else is tried again under the same one, so nothing is paid twice.
      if (error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 409) keyOf(undefined);
      throw error;
    }
  };

  const choice = (value: string, title: string, hint: string) => (
    <label>
      <input type="radio" name="method" value={value} checked={value === chosen.value} onChange={() => (chosen.value = value)} />
      <span>
        {title}
        <small>{hint}</small>
      </span>
    </label>
  );
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!Number.isNaN(amount.value)) void task.run(pay);
      }}
    >
      <p class="sum">
        <strong>{money(owed, invoice.currency)}</strong>
        {!another && <span class="soft"><DueWords of={invoice} /></span>}
      </p>
      {another && (
        <Table
          caption={w("Invoices")}
          rows={invoices}
          columns={[
            [w("Number"), numberOf, "lead"],
            [w("Due"), (one) => <DueWords of={one} />, "sub"],
            [w("Balance"), (one) => money(one.balance, one.currency), "side figure"],
          ]}
        />
      )}
      {!another && features?.partial_payment && <AmountField invoice={invoice} onAmount={(value) => (amount.value = value)} />}
      {credit > 0 && <p>{w("{0} of it comes from your credit.", money(credit, invoice.currency))}</p>}
      <fieldset class="choices">
        <legend>{w("Pay with")}</legend>
        {methods.map((method) => choice(method.id, nameOf(method), validity(method)))}
        {choice("", w("Another card or account"), w("On our payment partner’s secure page."))}
      </fieldset>
      {!chosen.value && features?.payment_method_add && (
        <label class="check">
          <input type="checkbox" checked={keep.value} onChange={(event) => (keep.value = event.currentTarget.checked)} />
          {w("Save it for next time")}
        </label>
      )}
      {task.problem && <Refused problem={task.problem} />}
      <Button type="submit" kind="primary" busy={task.busy || leaving.value} disabled={Number.isNaN(amount.value)}>
        {leaving.value ? w("Taking you to the secure payment page…") : w("Pay {0}", money(amount.value || 0, invoice.currency))}
      </Button>
      <p class="soft small">{w("The receipt goes to {0}.", me.value?.email ?? "")}</p>
    </form>
  );
}

/** One Idempotency-Key for one and the same request, however often it is sent; another request gets another. */
function useKey(): (body: object | undefined) => string {
  const last = useRef({ body: "", key: "" });
  return (body) => {
    const text = JSON.stringify(body) ?? "";
    if (text !== last.current.body) last.current = { body: text, key: crypto.randomUUID() };
    return last.current.key;
  };
}

function AmountField({ invoice, onAmount }: { invoice: Invoice; onAmount: (value: number) => void }) {
  return (
    <Field
      label={w("Amount")}
      name="amount"
      inputMode="decimal"
      defaultValue={decimal(invoice.balance, decimals(invoice.currency))}
      onInput={(event) => {
        const value = minor(event.currentTarget.value, invoice.currency);
        onAmount(value > 0 && value <= invoice.balance ? value : NaN);
      }}
    />
  );
}

/** A declined payment, in plain words, with the way forward. */
export function Refused({ problem }: { problem: Problem }) {
  const [said] = problem.errors;
  // What is wrong with the invoices themselves has no field to stand at.
  if (problem.status !== 402) return <Failure problem={said && said.path !== "amount" ? new Problem(problem.status, problem.code, said.message) : problem} />;
  return (
    <div class="notice bad" role="alert">
      <p>
        <strong>{w("The payment did not go through")}.</strong> {declineOf(problem.code)}
      </p>
    </div>
  );
}

export const declineOf = (code: string): string => `${w().declines[code] ?? w().declines.card_declined} ${w("No money has moved.")}`;

export const nameOf = ({ brand, type, last4 }: Method): string => w("{0} ending in {1}", w().brands[brand || type] ?? brand, last4);

const isOver = ({ exp_month: month, exp_year: year }: Method): boolean =>
  !!year && !!month && new Date(year, month, 1) <= new Date();

export const validity = (method: Method): string =>
  method.type !== "card" ? w("takes a few days") : !method.exp_year ? "" : isOver(method) ? w("expired") : w("expires {0}", `${String(method.exp_month).padStart(2, "0")}/${method.exp_year % 100}`);
