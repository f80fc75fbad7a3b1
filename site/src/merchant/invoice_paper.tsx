/** The invoice as its document says it; a draft says who it will be from and to. */
import { day, figure, money, percent } from "../base/format";
import { Address, Facts } from "../parts/facts";
import { Sums, type Sum } from "../parts/sums";
import { Table } from "../parts/table";
import { d } from "./desk";
import type { Invoice } from "./invoice_page";
import { PaymentStatus } from "./payments";
import { organization } from "./session";
import { w } from "./words";

type PartyOf = Partial<NonNullable<Invoice["seller"]>> & { name: string };

export function Paper({ of, customer }: { of: Invoice; customer: string }) {
  const amount = (value: number) => money(value, of.currency);
  const own = organization.value;
  return (
    <article class="sheet">
      <div class="parties">
        <Party title={d("From")} of={of.seller ?? (own && { name: own.name, address: own.address, tax_id: own.vat_id || own.tax_id })} />
        <Party title={d("Billed to")} of={of.buyer ?? { name: customer }} />
        <Facts of={[[d("Issued"), of.issue_date && day(of.issue_date, "long")], [w("Due"), day(of.due_date, "long")]]} />
      </div>
      <Table
        caption={d("Lines")}
        rows={of.lines}
        columns={[
          [d("Description"), (line) => <><span class="prose">{line.description}</span><small class="narrow-only">{`${figure(line.quantity)} × ${amount(line.unit_price)}, ${percent(line.tax_rate)}`}</small></>, "lead"],
          [d("Quantity"), (line) => figure(line.quantity), "none figure"],
          [d("Price"), (line) => amount(line.unit_price), "none figure"],
          [d("Tax"), (line) => percent(line.tax_rate), "none figure"],
          [w("Amount"), (line) => amount(line.amount), "side figure"],
        ]}
      />
      <Totals of={of} amount={amount} />
      {(of.notes || of.terms) && (
        <footer class="soft small">
          {of.notes && <p>{of.notes}</p>}
          {of.terms && <p>{of.terms}</p>}
        </footer>
      )}
    </article>
  );
}

function Totals({ of, amount }: { of: Invoice; amount: (value: number) => string }) {
  const { status, refunded, balance } = of;
  return (
    <Sums
      of={[
        [d("Subtotal"), amount(of.subtotal)],
        ...of.taxes.map((tax): Sum => [d("{0} {1} on {2}", tax.name, percent(tax.rate), amount(tax.base)), amount(tax.amount)]),
        [w("Total"), amount(of.total), "strong"],
        ...of.payments.map(({ method, date, status: state, amount: sum }): Sum => [
          <>
            {d("{0}, {1}", w().methods[method as "cash"] ?? method, day(date))}
            {/^(disputed|charged_back|pending)$/.test(state) && <> <PaymentStatus of={state} /></>}
          </>,
          amount(-sum),
        ]),
        [d("Refunded"), refunded > 0 && amount(refunded)],
        [balance ? d("Balance due") : d("Paid in full"), status !== "void" && status !== "draft" && amount(balance), "balance"],
      ]}
    />
  );
}

function Party({ title, of }: { title: string; of?: PartyOf }) {
  return of ? (
    <div>
      <p class="soft small">{title}</p>
      <strong>{of.name}</strong>
      <Address of={of.address} />
      {of.tax_id && <p class="soft small">{d("VAT no. {0}", of.tax_id)}</p>}
    </div>
  ) : null;
}
