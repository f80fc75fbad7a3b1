/** The lines of a draft as fields: Enter goes down a line or begins one, removing puts the focus where the line was. */
import { useRef } from "preact/hooks";
import { minor, money } from "../base/format";
import type { Signal } from "../base/state";
import { Field } from "../parts/form";
import { TextArea } from "../parts/fields";
import { Button } from "../parts/button";
import { d } from "./desk";
import { lineAmount, plain, written } from "./invoice_sums";
import { organization } from "./session";

/** A line as it is typed. */
export interface Draft {
  key: number;
  description: string;
  quantity: string;
  price: string;
  rate: string;
  /** Why there is no tax, as it was kept: the form does not ask for it, and keeps it as long as the rate stays nought. */
  category?: "Z" | "E" | "AE" | "O";
}

let count = 0;
// The usual rate where the merchant is at home; where we do not know one, the person says it once.
const usual: Record<string, string> = { DE: "19", AT: "20", CH: "8.1", FR: "20", NL: "21", BE: "21", ES: "21", IT: "22", IE: "23", GB: "20", LU: "17" };

export const blankLine = (rate = written(usual[organization.value?.address.country ?? ""] ?? "")): Draft => ({ key: ++count, description: "", quantity: "1", price: "", rate });

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
  if (!quantity || !(Number(quantity) > 0)) wrong.push(["quantity", d().notQuantity]);
  if (!(price >= 0)) wrong.push(["unit_price", d().notAmount]);
  if (!rate || Number(rate) > 100) wrong.push(["tax_rate", d().notRate]);
  const kept = draft.category && Number(rate) === 0 ? { tax_category: draft.category } : {};
  return { line: { description: draft.description.trim(), quantity: quantity ?? "0", unit_price: price >= 0 ? price : 0, tax_rate: rate ?? "0", ...kept }, wrong };
}

export function Lines({ of, currency }: { of: Signal<Draft[]>; currency: string }) {
  const list = useRef<HTMLOListElement>(null);
  const focus = (line: number, name: string) =>
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[name="lines.${line}.${name}"]`)?.focus());
  const change = (key: number, part: Partial<Draft>) => (of.value = of.value.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const add = () => {
    of.value = [...of.value, blankLine(of.value.at(-1)?.rate)];
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
      <legend>{d().lines}</legend>
      <ol ref={list}>
        {of.value.map((line, n) => (
          <li key={line.key} onKeyDown={(event) => onKeyDown(event, n)}>
            <fieldset>
              <legend class="hidden">{d().lineOf(n + 1)}</legend>
              <Line of={line} at={n} currency={currency} change={(part) => change(line.key, part)} />
              <div class="ends">
                <Button kind="quiet" aria-label={d().removeLine(n + 1)} disabled={of.value.length === 1} onClick={() => remove(n)}>
                  {d().remove}
                </Button>
              </div>
            </fieldset>
          </li>
        ))}
      </ol>
      <div class="between">
        <Button onClick={add} disabled={of.value.length >= 200}>{d().addLine}</Button>
        <p class="hint">{d().linesHint}</p>
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
        <TextArea label={d().description} name={`lines.${at}.description`} value={of.description} rows={1} maxLength={1000} onInput={(event) => change({ description: event.currentTarget.value })} />
      </div>
      <Field label={d().quantity} {...field("quantity", "quantity")} />
      <Field label={d().unitPrice} {...field("unit_price", "price")} />
      <Field label={d().taxRate} {...field("tax_rate", "rate")} />
      <p class="amount">
        <span class="hidden">{d().lineAmount} </span>
        {wrong.some(([name]) => name !== "tax_rate") ? "–" : money(Number(lineAmount(line.quantity, line.unit_price)), currency)}
      </p>
    </>
  );
}
