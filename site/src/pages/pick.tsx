/** Several invoices are ticked in their list and paid in one go. */
import { money } from "../base/format";
import { to } from "../base/router";
import type { Signal } from "../base/state";
import { Button } from "../parts/button";
import type { Column } from "../parts/table";
import { mayPay, numberOf, type InvoiceRow } from "./invoice_words";
import { w } from "./words";

/** What the API takes in one go. */
const MOST = 20;

type Picked = Signal<string[]>;

/** The address at which they are paid. */
export const payPath = (ids: string[]): string => (ids.length > 1 ? `/pay?invoices=${ids.join()}` : `/invoices/${ids[0]}/pay`);

export const pickColumn = (picked: Picked): Column<InvoiceRow> => [
  w("Pay"),
  (row) =>
    mayPay(row) && (
      <label class="check">
        <input
          type="checkbox"
          aria-label={w("Choose {0}", numberOf(row))}
          checked={picked.value.includes(row.id)}
          onChange={() => (picked.value = picked.value.includes(row.id) ? picked.value.filter((id) => id !== row.id) : [...picked.value, row.id])}
        />
      </label>
    ),
  "pick",
];

/** What is ticked, and the way to pay it; in words where that cannot be done in one go. */
export function PickBar({ picked, rows }: { picked: Picked; rows: InvoiceRow[] }) {
  const chosen = rows.filter(({ id }) => picked.value.includes(id));
  const currencies = new Set(chosen.map(({ currency }) => currency));
  const amount = money(chosen.reduce((sum, { balance }) => sum + balance, 0), chosen[0]?.currency ?? "EUR");
  const wrong = currencies.size > 1 ? w("Please choose invoices of one currency: each currency is paid by itself.") : chosen.length > MOST && w("Please choose at most {0} invoices.", MOST);
  return (
    <div class={chosen.length ? "picks" : ""}>
      <p role="status">{chosen.length > 0 && (wrong || w("One invoice chosen|{0} invoices chosen", chosen.length))}</p>
      {chosen.length > 0 && (
        <>
          <Button kind="quiet" onClick={() => (picked.value = [])}>{w("Choose none")}</Button>
          {!wrong && <a class="button primary" href={to(payPath(chosen.map(({ id }) => id)))}>{w("Pay {1} for one invoice|Pay {1} for {0} invoices", chosen.length, amount)}</a>}
        </>
      )}
    </div>
  );
}
