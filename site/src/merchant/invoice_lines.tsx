/** The lines of a draft as fields: Enter goes down a line or begins one, removing puts the focus where the line was. */
import { useRef } from "preact/hooks";
import { minor, money } from "../base/format";
import type { Signal } from "../base/state";
import { Field } from "../parts/form";
import { Select, TextArea } from "../parts/fields";
import { Button } from "../parts/button";
import { d } from "./desk";
import { lineAmount, plain, written } from "./invoice_sums";
import { organization } from "./session";
import { w } from "./words";

/** A line as it is typed. */
export interface Draft {
  key: number;
  description: string;
  quantity: string;
  price: string;
  rate: string;
  /** Why there is no tax: asked for where the rate is nought. */
  category?: "Z" | "E" | "AE" | "O";
}

let count = 0;
// The usual rate where the merchant is at home; where we do not know one, the person says it once.
const usual: Record<string, string> = { DE: "19", AT: "20", CH: "8.1", FR: "20", NL: "21", BE: "21", ES: "21", IT: "22", IE: "23", GB: "20", LU: "17" };

export const blankLine = (rate = written(usual[organization.value?.address.country ?? ""] ?? ""), category?: Draft["category"]): Draft => ({ key: ++count, description: "", quantity: "1", price: "", rate, category });

interface Read {
  line: { description: string; quantity: string; unit_price: number; tax_rate: string; tax_category?: Draft["category"] };
  /** What cannot be understood: the API's name of the field, and a sentence. */
  wrong: Array<[name: string, message: string]>;
}

/** The line as the API takes it. */
export function read(draft: Draft, currency: string): Read {
  const quantity = plain(draft.quantity, 6, 4);
  const rate = plain(draft.rate, 3, 3);
  const price = minor(draft.price, currency);
  const wrong: Read["wrong"] = [];
  if (!quantity || !(Number(quantity) > 0)) wrong.push(["quantity", d("A number up to 999999.9999, please.")]);
  if (!(price >= 0)) wrong.push(["unit_price", d("Please write an amount, for example 120.50.")]);
  if (!rate || Number(rate) > 100) wrong.push(["tax_rate", d("A rate from 0 to 100, please.")]);
  const kept = draft.category && Number(rate) === 0 ? { tax_category: draft.category } : {};
  return { line: { description: draft.description.trim(), quantity: quantity ?? "0", unit_price: price >= 0 ? price : 0, tax_rate: rate ?? "0", ...kept }, wrong };
}

export function Lines({ of, currency }: { of: Signal<Draft[]>; currency: string }) {
  const list = useRef<HTMLOListElement>(null);
  const focus = (line: number, name: string) =>
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[name="lines.${line}.${name}"]`)?.focus());
  const change = (key: number, part: Partial<Draft>) => (of.value = of.value.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const add = () => {
    const { rate, category } = of.value.at(-1)!;
    of.value = [...of.value, blankLine(rate, category)];
    focus(of.value.length - 1, "description");
  };
  const remove = (n: number) => {
    of.value = of.value.filter((_, place) => place !== n);
    focus(Math.min(n, of.value.length - 1), "description");
  };
  const onKeyDown = (event: KeyboardEvent, n: number) => {
    const { name, tagName } = event.target as HTMLInputElement;
    if (event.key !== "Enter" || event.isComposing || tagName === "BUTTON") return;
    if (event.shiftKey && tagName === "TEXTAREA") return;
    event.preventDefault();
    if (n === of.value.length - 1) add();
    else focus(n + 1, name.split(".")[2] ?? "description");
  };
  return (
    <fieldset class="lines">
      <legend>{d("Lines")}</legend>
      <ol ref={list}>
        {of.value.map((line, n) => (
          <li key={line.key} onKeyDown={(event) => onKeyDown(event, n)}>
            <fieldset>
              <legend class="hidden">{d("Line {0}", n + 1)}</legend>
              <Line of={line} at={n} currency={currency} change={(part) => change(line.key, part)} />
              <div class="ends">
                <Button kind="quiet" aria-label={d("Remove line {0}", n + 1)} disabled={of.value.length === 1} onClick={() => remove(n)}>
                  {w("Remove")}
                </Button>
              </div>
            </fieldset>
          </li>
        ))}
      </ol>
      <div class="between">
        <Button onClick={add} disabled={of.value.length >= 200}>{d("Add a line")}</Button>
        <p class="hint">{d("Enter goes to the next line, or begins one. Prices exclude tax.")}</p>
      </div>
    </fieldset>
  );
}

interface LineProps {
  of: Draft;
  at: number;
  currency: string;
  change: (part: Partial<Draft>) => void;
}

function Line({ of, at, currency, change }: LineProps) {
  const { line, wrong } = read(of, currency);
  const field = (name: string, part: "quantity" | "price" | "rate") => ({
    name: `lines.${at}.${name}`,
    value: of[part],
    inputMode: "decimal",
    autocomplete: "off",
    onInput: (event: Event) => change({ [part]: (event.currentTarget as HTMLInputElement).value }),
  });
  return (
    <>
      <div class="what">
        <TextArea label={d("Description")} name={`lines.${at}.description`} value={of.description} rows={1} maxLength={1000} onInput={(event) => change({ description: event.currentTarget.value })} />
      </div>
      <Field label={d("Quantity")} {...field("quantity", "quantity")} />
      <Field label={d("Price")} {...field("unit_price", "price")} />
      <Field label={d("Tax %")} {...field("tax_rate", "rate")} />
      {line.tax_rate === "0" && of.rate.trim() && (
        <div class="why">
          <Select label={d("Why no tax")} name={`lines.${at}.tax_category`} onChange={(event) => change({ category: event.currentTarget.value as "Z" })}>
            {Object.entries(d().untaxed).map(([category, words]) => (
              <option value={category} selected={category === of.category}>
                {words}
              </option>
            ))}
          </Select>
        </div>
      )}
      <p class="amount">
        <span class="hidden">{w("Amount")} </span>
        {wrong.some(([name]) => name !== "tax_rate") ? "–" : money(Number(lineAmount(line.quantity, line.unit_price)), currency)}
      </p>
    </>
  );
}
