/** Give back what was paid, all or part of it, of one payment or of the newest charges first. */
import { call } from "../api/call";
import { day, money } from "../base/format";
import { useSignal } from "../base/state";
import { Select } from "../parts/fields";
import { d } from "./desk";
import type { Invoice } from "./invoice_page";
import { MoneyDialog } from "./money_dialog";
import { w } from "./words";

interface RefundProps {
  of: Invoice;
  onClose: () => void;
  onDone: (words: string) => void;
}

const leftOf = ({ amount, refunded }: Invoice["payments"][number]): number => amount - refunded;
const mayGoBack = (one: Invoice["payments"][number]): boolean => one.method !== "write_off" && leftOf(one) > 0 && one.status !== "disputed" && one.status !== "charged_back";

export function Refund({ of, onClose, onDone }: RefundProps) {
  const payments = of.payments.filter(mayGoBack);
  const chosen = useSignal("");
  const amount = (value: number) => money(value, of.currency);
  const most = payments.filter(({ id }) => !chosen.value || id === chosen.value).reduce((sum, one) => sum + leftOf(one), 0);
  const send = async (sum: number, key: string, { payment_id, reopen }: Record<string, string>) => {
    const body = { amount: sum, reopen: reopen === "yes", ...(payment_id && { payment_id }) };
    const { status } = await call("POST /merchant/invoices/{invoice_id}/refunds", { invoice_id: of.id, body }, { key });
    onDone(status === "succeeded" ? d("{0} went back to the client.", amount(sum)) : d("{0} is on its way back to the client.", amount(sum)));
  };
  return (
    <MoneyDialog
      title={d("Refund the client")}
      words={d("At most {0} can go back. Cards and direct debits are refunded by Stripe, anything else you hand back yourself.", amount(most))}
      currency={of.currency}
      amount={most}
      most={most}
      submit={(sum) => d("Refund {0}", sum)}
      kind="danger"
      send={send}
      onClose={onClose}
    >
      <Select label={d("Of which payment")} name="payment_id" onChange={(event) => (chosen.value = event.currentTarget.value)}>
        <option value="">{d("The newest charges first")}</option>
        {payments.map((one) => (
          <option value={one.id} selected={one.id === chosen.value}>
            {`${w().methods[one.method as "cash"] ?? one.method}, ${day(one.date)}: ${amount(leftOf(one))}`}
          </option>
        ))}
      </Select>
      <label class="check">
        <input type="checkbox" name="reopen" value="yes" />
        {d("It is owed again: the invoice becomes open")}
      </label>
    </MoneyDialog>
  );
}
