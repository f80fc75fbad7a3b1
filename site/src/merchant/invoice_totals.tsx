/** The totals of a draft while it is typed; lines that are not complete yet count as nothing. */
import { money, percent } from "../base/format";
import { Sums, type Sum } from "../parts/sums";
import { d } from "./desk";
import { read, type Draft } from "./invoice_lines";
import { sumsOf } from "./invoice_sums";
import { organization } from "./session";
import { w } from "./words";

export function LiveTotals({ of, currency }: { of: Draft[]; currency: string }) {
  const lines = of.map((draft) => read(draft, currency)).filter(({ wrong }) => !wrong.length);
  const { subtotal, taxes, total } = sumsOf(lines.map(({ line }) => line));
  const amount = (value: bigint) => money(Number(value), currency);
  return (
    <Sums
      live
      of={[
        [d("Subtotal"), amount(subtotal)],
        ...taxes.map((tax): Sum => [d("{0} {1} on {2}", d(organization.value?.vat_id ? "VAT" : "Tax"), percent(tax.rate), amount(tax.base)), amount(tax.amount)]),
        [w("Total"), amount(total), "balance"],
      ]}
    />
  );
}
