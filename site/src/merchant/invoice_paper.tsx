/** The invoice as its document says it; a draft says who it will be from and to. */
import type { ComponentChildren } from "preact";
import { day, figure, money, percent } from "../base/format";
import { Address } from "../parts/facts";
import { Table } from "../parts/table";
import { d } from "./desk";
import type { Invoice } from "./invoice_page";
import { organization } from "./session";
import { w } from "./words";

type PartyOf = Partial<NonNullable<Invoice["seller"]>> & { name: string };

export function Paper({ of, customer }: { of: Invoice; customer: string }) {
  const amount = (value: number) => money(value, of.currency);
  const own = organization.value;
  return (
    <article class="sheet">
      <div class="parties">
        <Party title={d().from} of={of.seller ?? (own && { name: own.name, address: own.address, tax_id: own.vat_id || own.tax_id })} />
        <Party title={d().billTo} of={of.buyer ?? { name: customer }} />
        <dl class="facts">
          <Dated name={d().issued} date={of.issue_date} />
          <Dated name={w().due} date={of.due_date} />
        </dl>
      </div>
      <Table
        caption={d().lines}
        rows={of.lines}
        columns={[
          { head: d().description, cell: (line) => <><span class="prose">{line.description}</span><small class="narrow-only">{`${figure(line.quantity)} × ${amount(line.unit_price)}, ${percent(line.tax_rate)}`}</small></>, narrow: "lead" },
          { head: d().quantity, cell: (line) => figure(line.quantity), narrow: "none", figure: true },
          { head: d().unitPrice, cell: (line) => amount(line.unit_price), narrow: "none", figure: true },
          { head: d().tax, cell: (line) => percent(line.tax_rate), narrow: "none", figure: true },
          { head: w().amount, cell: (line) => amount(line.amount), narrow: "side", figure: true },
        ]}
      />
      <dl class="totals">
        <Sum name={d().subtotal}>{amount(of.subtotal)}</Sum>
        {of.taxes.map((tax) => (
          <Sum name={d().taxOn(tax.name, percent(tax.rate), amount(tax.base))}>{amount(tax.amount)}</Sum>
        ))}
        <Sum name={w().total} look="strong">
          {amount(of.total)}
        </Sum>
        {of.payments.map((payment) => (
          <Sum name={d().paidBy(w().methods[payment.method as "cash"] ?? payment.method, day(payment.date))}>{amount(-payment.amount)}</Sum>
        ))}
        {of.refunded > 0 && <Sum name={d().refunded}>{amount(of.refunded)}</Sum>}
        {of.status !== "void" && of.status !== "draft" && (
          <Sum name={of.balance ? d().balanceDue : d().paidInFull} look="balance">
            {amount(of.balance)}
          </Sum>
        )}
      </dl>
      {(of.notes || of.terms) && (
        <footer class="soft small">
          {of.notes && <p>{of.notes}</p>}
          {of.terms && <p>{of.terms}</p>}
        </footer>
      )}
    </article>
  );
}

export const Sum = ({ name, look, children }: { name: ComponentChildren; look?: string; children: string }) => (
  <div class={look}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Dated = ({ name, date }: { name: string; date: string | null }) =>
  date && (
    <div>
      <dt>{name}</dt>
      <dd>
        <time dateTime={date}>{day(date, "long")}</time>
      </dd>
    </div>
  );

function Party({ title, of }: { title: string; of?: PartyOf }) {
  return of ? (
    <div>
      <p class="soft small">{title}</p>
      <strong>{of.name}</strong>
      <Address of={of.address} />
      {of.tax_id && <p class="soft small">{d().vatId(of.tax_id)}</p>}
    </div>
  ) : null;
}
