/** One dialog that moves money: how much, said once more on the button; one key until it is refused or done, so nothing is booked twice. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Problem } from "../api/call";
import { decimal, decimals, minor, money } from "../base/format";
import { useSignal } from "../base/state";
import { Dialog } from "../parts/dialog";
import { Field, Form } from "../parts/form";
import { d } from "./desk";
import { written } from "./invoice_sums";
import { w } from "./words";

interface MoneyDialogProps {
  title: string;
  /** What happens then, in a sentence. */
  words: string;
  currency: string;
  /** In minor units: what is asked for at first. */
  amount: number;
  /** The most that may be asked for; left out, all of it is meant and no field stands there. */
  most?: number;
  submit: (amount: string) => string;
  kind?: "primary" | "danger";
  send: (amount: number, key: string, values: Record<string, string>) => Promise<unknown>;
  onClose: () => void;
  /** Beside the amount. */
  pair?: ComponentChildren;
  children?: ComponentChildren;
}

export const refusedAmount = (message: string): Problem => new Problem(422, "", "", [{ path: "amount", message }]);

export function MoneyDialog({ title, words, currency, amount, most, submit, kind = "primary", send, onClose, pair, children }: MoneyDialogProps) {
  const key = useRef(crypto.randomUUID() as string);
  const typed = useSignal({ amount, sum: amount });
  // Another amount to begin with (of another payment) replaces what was typed.
  const sum = typed.value.amount === amount ? typed.value.sum : amount;
  const sendOnce = async (values: Record<string, string>) => {
    const sum = most === undefined ? amount : minor(values.amount ?? "", currency);
    if (!(sum > 0)) throw refusedAmount(d("Please write an amount, for example 120.50."));
    if (most !== undefined && sum > most) throw refusedAmount(d("At most {0}.", money(most, currency)));
    try {
      await send(sum, key.current, values);
    } catch (error) {
      // A refusal is final for its key; whatever else happened is asked for again under the same one.
      if (error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 409) key.current = crypto.randomUUID();
      throw error;
    }
  };
  const field = most !== undefined && (
    <Field
      key={amount}
      label={`${w("Amount")} (${currency})`}
      name="amount"
      inputMode="decimal"
      autocomplete="off"
      defaultValue={written(decimal(amount, decimals(currency)))}
      onInput={(event: Event) => (typed.value = { amount, sum: minor((event.currentTarget as HTMLInputElement).value, currency) })}
    />
  );
  return (
    <Dialog title={title} onClose={onClose}>
      <Form submit={submit(sum > 0 ? money(sum, currency) : "")} kind={kind} send={sendOnce}>
        <p class="soft">{words}</p>
        {pair ? (
          <div class="pair">
            {field}
            {pair}
          </div>
        ) : (
          field
        )}
        {children}
      </Form>
    </Dialog>
  );
}
