/** Record money that came another way: cash, a cheque, a transfer. More than is owed becomes credit. */
import { call } from "../api/call";
import { money } from "../base/format";
import { Select } from "../parts/fields";
import { Field } from "../parts/form";
import { d } from "./desk";
import { today } from "./invoice_days";
import type { Invoice } from "./invoice_page";
import { MoneyDialog } from "./money_dialog";
import { w } from "./words";

const methods = ["bank_transfer", "cash", "cheque", "other"] as const;

interface QuestionProps {
  of: Invoice;
  onClose: () => void;
  /** With what was done. */
  onDone: (words: string) => void;
}

export const RecordPayment = ({ of, onClose, onDone }: QuestionProps) => (
  <MoneyDialog
    title={d("Record a payment")}
    words={d("{0} is left to pay. The client gets a receipt by mail.", money(of.balance, of.currency))}
    currency={of.currency}
    amount={of.balance}
    most={Infinity}
    submit={() => d("Record payment")}
    send={async (amount, key, { method, date = "", reference = "" }) => {
      await call("POST /merchant/invoices/{invoice_id}/payments", { invoice_id: of.id, body: { method: method as "cash", amount, date, reference } }, { key });
      onDone(d("{0} is recorded.", money(amount, of.currency)));
    }}
    onClose={onClose}
    pair={<Field label={w("Date")} name="date" type="date" defaultValue={today()} max={today()} />}
  >
    <Select label={w("Method")} name="method">
      {methods.map((method) => (
        <option value={method}>{w().methods[method]}</option>
      ))}
    </Select>
    <Field label={d("Reference")} name="reference" hint={d("What stands on the bank statement, or the number of the cheque.")} maxLength={120} optional autocomplete="off" />
  </MoneyDialog>
);

/** The customer's credit settles what is owed. */
export const ApplyCredit = ({ of, credit, onClose, onDone }: QuestionProps & { credit: number }) => (
  <MoneyDialog
    title={d("Apply credit")}
    words={d("The customer has {0} of credit, and {1} is left to pay. The client gets a receipt by mail.", money(credit, of.currency), money(of.balance, of.currency))}
    currency={of.currency}
    amount={Math.min(credit, of.balance)}
    most={Math.min(credit, of.balance)}
    submit={(amount) => d("Apply {0}", amount)}
    send={async (amount, key) => {
      await call("POST /merchant/invoices/{invoice_id}/credits", { invoice_id: of.id, body: { amount } }, { key });
      onDone(d("{0} of credit is applied.", money(amount, of.currency)));
    }}
    onClose={onClose}
  />
);

/** What is still owed is given up. */
export const WriteOff = ({ of, onClose, onDone }: QuestionProps) => (
  <MoneyDialog
    title={d("Write off what is left?")}
    words={d("You give up {0}: the invoice counts as settled and nobody is reminded of it any more. This cannot be undone.", money(of.balance, of.currency))}
    currency={of.currency}
    amount={of.balance}
    submit={(amount) => d("Write off {0}", amount)}
    kind="danger"
    send={async (amount, key, { reason = "" }) => {
      await call("POST /merchant/invoices/{invoice_id}/write-off", { invoice_id: of.id, body: { reason } }, { key });
      onDone(d("{0} is written off.", money(amount, of.currency)));
    }}
    onClose={onClose}
  >
    <Field label={d("Reason")} name="reason" hint={d("For your own books; the client does not see it.")} maxLength={200} optional autocomplete="off" />
  </MoneyDialog>
);
