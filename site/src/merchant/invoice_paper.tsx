/** The invoice as its document says it; a draft says who it will be from and to. */
import { day, money } from "../base/format";
import { Paper } from "../parts/paper";
import type { Sum } from "../parts/sums";
import { d } from "./desk";
import type { Invoice } from "./invoice_page";
import { PaymentStatus } from "./payments";
import { organization } from "./session";
import { w } from "./words";

export function InvoicePaper({ of, customer }: { of: Invoice; customer: string }) {
  const own = organization.value;
  const paid = of.payments.map(({ method, date, status, amount }): Sum => [
    <>
      {d("{0}, {1}", w().methods[method as "cash"] ?? method, day(date))}
      {/^(disputed|charged_back|pending)$/.test(status) && <> <PaymentStatus of={status} /></>}
    </>,
    money(-amount, of.currency),
  ]);
  return <Paper of={of} seller={of.seller ?? (own && { name: own.name, address: own.address, tax_id: own.vat_id || own.tax_id })} buyer={of.buyer ?? { name: customer }} paid={paid} />;
}
