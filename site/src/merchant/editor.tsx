/** Write a draft of an invoice or of an estimate, or change one: who, when, what for; the totals follow while it is typed. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Problem } from "../api/call";
import { decimal, decimals } from "../base/format";
import { forgetAnswers } from "../base/load";
import { go, here, to } from "../base/router";
import { useSignal } from "../base/state";
import { TextArea } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { d } from "./desk";
import { CustomerPicker } from "./invoice_customer";
import { blankLine, Lines, read, type Draft } from "./invoice_lines";
import { sumsOf, written } from "./invoice_sums";
import { LiveTotals } from "./invoice_totals";
import { organization } from "./session";
import { w } from "./words";

const MOST = 10n ** 12n;

/** What is kept so far. */
interface Kept {
  id: string;
  currency: string;
  lines: Array<{ description: string; quantity: string; unit_price: number; tax_rate: string; tax_category?: string | null }>;
  notes: string;
  terms: string;
}

type Body = ReturnType<typeof bodyOf>;

interface EditorProps {
  of?: Kept;
  /** The pages of its kind: "/invoices". */
  path: string;
  /** The fields of its days. */
  days: ComponentChildren;
  /** Keep a new one, and answer its id. */
  write: (body: Body & { customer_id: string }, values: Record<string, string>) => Promise<{ id: string }>;
  /** Keep what is changed of the one with this id. */
  change: (id: string, body: Body, values: Record<string, string>) => Promise<unknown>;
  send: (id: string) => Promise<unknown>;
}

function draftOf(of: Kept | undefined): Draft[] {
  if (!of) return [blankLine()];
  const places = decimals(of.currency);
  return of.lines.map((line) => ({
    ...blankLine(),
    description: line.description,
    quantity: written(line.quantity),
    price: written(decimal(line.unit_price, places)),
    rate: written(line.tax_rate),
    category: line.tax_category === "S" ? undefined : (line.tax_category as Draft["category"]),
  }));
}

export function Editor({ of, path, days, write, change, send }: EditorProps) {
  const customer = useSignal(here.value.query.get("customer_id") ?? "");
  const currency = useSignal(of?.currency ?? organization.value?.currency ?? "EUR");
  const lines = useSignal(draftOf(of));
  /** The draft of this page, once it is kept: sending it may fail, and then it is not written a second time. */
  const kept = useRef(of?.id ?? "");
  const sending = useRef(false);
  const money = /^[A-Z]{3}$/.test(currency.value) ? currency.value : "EUR";

  const keep = async (values: Record<string, string>): Promise<void> => {
    const body = bodyOf(values, lines.value, money);
    if (kept.current) await change(kept.current, body, values);
    else if (!customer.value) throw refused("customer_id", d("Please choose a customer from the list."));
    else kept.current = (await write({ ...body, customer_id: customer.value }, values)).id;
  };
  const submit = async (values: Record<string, string>) => {
    try {
      await keep(values);
      if (sending.current) await send(kept.current);
      forgetAnswers();
      go(`${path}/${kept.current}`);
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
        send={submit}
        extra={
          <>
            <button class="primary" data-send>{d("Save and send")}</button>
            <a href={to(of ? `${path}/${of.id}` : path)}>{w("Cancel")}</a>
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
          {days}
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

/** What was sent, or answered, while somebody wanted to change it. */
export const Locked = ({ words, path, back }: { words: string; path: string; back: string }) => (
  <>
    <p>{words}</p>
    <p>
      <a href={to(path)}>{back}</a>
    </p>
  </>
);

const refused = (path: string, message: string): Problem => new Problem(422, "", "", [{ path, message }]);

function bodyOf({ notes = "", terms = "" }: Record<string, string>, drafts: Draft[], currency: string) {
  const found = drafts.map((draft) => read(draft, currency));
  const errors = found.flatMap(({ wrong }, n) => wrong.map(([name, message]) => ({ path: `lines.${n}.${name}`, message })));
  if (errors.length) throw new Problem(422, "", "", errors);
  const lines = found.map(({ line }) => line);
  if (sumsOf(lines).total > MOST) throw refused("lines.0.unit_price", d("The lines come to more than an invoice can hold."));
  return { currency, notes, terms, lines };
}
