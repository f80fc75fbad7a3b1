/** Pay one invoice: with what is saved in one click, with anything else on the gateway's own page. */
import { useSignal } from "../base/state";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { call, Problem, type Answer } from "../api/call";
import { me } from "../api/portal";
import { decimal, decimals, minor, money } from "../base/format";
import { Load, Skeleton, useLoad } from "../base/load";
import { to } from "../base/router";
import { Button, useTask } from "../parts/button";
import { Failure } from "../parts/failure";
import { Page } from "../parts/page";
import { Field } from "../parts/form";
import { Follow, type Attempt } from "./attempt";
import { useDashboard } from "./home";
import { useInvoice, type Invoice } from "./invoice";
import { DueWords, mayPay, numberOf } from "./invoice_words";
import { w } from "./words";

type Method = Answer<"GET /portal/payment-methods">["items"][number];

export function Pay({ id }: { id: string }) {
  const invoice = useInvoice(id);
  const methods = useLoad("methods", () => call("GET /portal/payment-methods"));
  const attempt = useSignal<Attempt | undefined>(undefined);
  if (attempt.value && invoice.data) return <Follow attempt={attempt.value} invoice={invoice.data} again={() => (attempt.value = undefined)} />;
  const number = invoice.data ? numberOf(invoice.data) : "";
  return (
    <Page class="pay" title={invoice.data ? w().payTitle(number) : w().payAction} up={[`/invoices/${id}`, invoice.data ? w().invoiceTitle(number) : w().invoice]}>
      <Load from={invoice} skeleton={<Skeleton lines={6} />}>
        {(found) =>
          mayPay(found) ? (
            <Load from={methods}>{({ items }) => <Desk invoice={found} methods={items} onAttempt={(made) => (attempt.value = made)} />}</Load>
          ) : (
            <p>{found.balance > 0 ? w().mayNotPay : w().settledAlready}</p>
          )
        }
      </Load>
    </Page>
  );
}

interface DeskProps {
  invoice: Invoice;
  methods: Method[];
  onAttempt: (made: Attempt) => void;
}

function Desk({ invoice, methods, onAttempt }: DeskProps) {
  const task = useTask();
  const chosen = useSignal(methods.find((method) => !isOver(method))?.id ?? "");
  const amount = useSignal(invoice.balance);
  const keep = useSignal(false);
  const leaving = useSignal(false);
  const keyOf = useKey();
  const features = useDashboard().data?.features;

  const pay = async () => {
    const body = {
      ...(chosen.value ? { payment_method_id: chosen.value } : { save: keep.value }),
      ...(amount.value !== invoice.balance ? { amount: amount.value } : {}),
      return_path: to(`/invoices/${invoice.id}/pay/return`),
    };
    try {
      const made = await call("POST /portal/invoices/{invoice_id}/payments", { invoice_id: invoice.id, body }, { key: keyOf(body) });
      if (made.status !== "requires_action" || !made.redirect_url) return onAttempt(made);
      leaving.value = true;
      location.assign(made.redirect_url);
    } catch (error) {
      // A refusal is final for its key; anything else is tried again under the same one, so nothing is paid twice.
      if (error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 409) keyOf(undefined);
      throw error;
    }
  };

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
        <strong>{money(invoice.balance, invoice.currency)}</strong>
        <span class="soft">
          <DueWords of={invoice} />
        </span>
      </p>
      {features?.partial_payment && <AmountField invoice={invoice} onAmount={(value) => (amount.value = value)} />}
      <fieldset class="choices">
        <legend>{w().payWith}</legend>
        {methods.map((method) => (
          <Choice value={method.id} chosen={chosen.value} onChoose={(value) => (chosen.value = value)} title={nameOf(method)} hint={validity(method)} />
        ))}
        <Choice value="" chosen={chosen.value} onChoose={(value) => (chosen.value = value)} title={w().newCard} hint={w().newCardHint} />
      </fieldset>
      {!chosen.value && features?.payment_method_add && (
        <label class="check">
          <input type="checkbox" checked={keep.value} onChange={(event) => (keep.value = event.currentTarget.checked)} />
          {w().saveCard}
        </label>
      )}
      {task.problem && <Refused problem={task.problem} />}
      <Button type="submit" kind="primary" busy={task.busy || leaving.value} disabled={Number.isNaN(amount.value)}>
        {leaving.value ? w().redirecting : w().pay(money(amount.value || 0, invoice.currency))}
      </Button>
      <p class="soft small">{w().receiptGoesTo(me.value?.email ?? "")}</p>
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
      label={w().otherAmount}
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

interface ChoiceProps {
  value: string;
  chosen: string;
  onChoose: (value: string) => void;
  title: string;
  hint: ComponentChildren;
}

const Choice = ({ value, chosen, onChoose, title, hint }: ChoiceProps) => (
  <label>
    <input type="radio" name="method" value={value} checked={value === chosen} onChange={() => onChoose(value)} />
    <span>
      {title}
      <small>{hint}</small>
    </span>
  </label>
);

/** A declined payment, in plain words, with the way forward. */
export function Refused({ problem }: { problem: Problem }) {
  if (problem.status !== 402) return <Failure problem={problem} />;
  return (
    <div class="notice bad" role="alert">
      <p>
        <strong>{w().declined}.</strong> {declineOf(problem.code, problem.message)}
      </p>
    </div>
  );
}

export const declineOf = (code: string, told?: string): string => `${w().declines[code] ?? told ?? w().declines.card_declined} ${w().nothingMoved}`;

export const nameOf = ({ brand, type, last4 }: Method): string => w().ending(w().brands[brand ?? type] ?? brand ?? type, last4);

const isOver = ({ exp_month: month, exp_year: year }: Method): boolean =>
  !!year && !!month && new Date(year, month, 1) <= new Date();

const validity = (method: Method): string =>
  !method.exp_year ? "" : isOver(method) ? w().expired : w().expires(`${String(method.exp_month).padStart(2, "0")}/${method.exp_year % 100}`);
