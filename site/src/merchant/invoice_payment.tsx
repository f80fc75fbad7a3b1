/** Record money that came another way: cash, a cheque, a transfer. One key per dialog: it is booked once. */
import { useMemo } from "preact/hooks";
import { call, Problem } from "../api/call";
import { decimal, decimals, minor, money } from "../base/format";
import { Dialog } from "../parts/dialog";
import { Select } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { d } from "./desk";
import { today } from "./invoice_days";
import type { Invoice } from "./invoice_page";
import { written } from "./invoice_sums";
import { w } from "./words";

const methods = ["bank_transfer", "cash", "cheque", "other"] as const;

interface RecordPaymentProps {
  of: Invoice;
  onClose: () => void;
  onDone: (amount: number) => void;
}

export function RecordPayment({ of, onClose, onDone }: RecordPaymentProps) {
  const key = useMemo(() => crypto.randomUUID(), []);
  const send = async ({ method, amount = "", date = "", reference = "" }: Record<string, string>) => {
    const sum = minor(amount, of.currency);
    if (!(sum > 0)) throw new Problem(422, "", "", [{ path: "amount", message: d("Please write an amount, for example 120.50.") }]);
    await call("POST /merchant/invoices/{invoice_id}/payments", { invoice_id: of.id, body: { method: method as "cash", amount: sum, date, reference } }, { key });
    onDone(sum);
  };
  return (
    <Dialog title={d("Record a payment")} onClose={onClose}>
      <div class="stack">
        <p class="soft">{d("{0} is left to pay. The client gets a receipt by mail.", money(of.balance, of.currency))}</p>
        <Form submit={d("Record payment")} send={send}>
          <div class="pair">
            <Field label={`${w("Amount")} (${of.currency})`} name="amount" inputMode="decimal" autocomplete="off" defaultValue={written(decimal(of.balance, decimals(of.currency)))} />
            <Field label={w("Date")} name="date" type="date" defaultValue={today()} max={today()} />
          </div>
          <Select label={w("Method")} name="method">
            {methods.map((method) => (
              <option value={method}>{w().methods[method]}</option>
            ))}
          </Select>
          <Field label={d("Reference")} name="reference" hint={d("What stands on the bank statement, or the number of the cheque.")} maxLength={120} optional autocomplete="off" />
        </Form>
      </div>
    </Dialog>
  );
}
