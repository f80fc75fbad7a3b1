/** One invoice, as the paper it is. */
import { useSignal } from "../base/state";
import { useEffect } from "preact/hooks";
import { call, save, type Answer } from "../api/call";
import { day, figure, money, percent } from "../base/format";
import { Load, Skeleton, useLoad } from "../base/load";
import { to } from "../base/router";
import { useTask } from "../parts/button";
import { Address } from "../parts/facts";
import { Menu } from "../parts/menu";
import { Done } from "../parts/notice";
import { Page } from "../parts/page";
import { Table } from "../parts/table";
import { download, DownloadState } from "./documents";
import { Forward } from "./forward";
import { mayPay, numberOf, Standing } from "./invoice_words";
import { w } from "./words";

export type Invoice = Answer<"GET /portal/invoices/{invoice_id}">;

export const useInvoice = (id: string) => useLoad(`invoice:${id}`, () => call("GET /portal/invoices/{invoice_id}", { invoice_id: id }));

export function InvoicePage({ id }: { id: string }) {
  const loaded = useInvoice(id);
  const forwarding = useSignal(false);
  const done = useSignal("");
  const task = useTask();
  const invoice = loaded.data;
  useEffect(() => {
    // Seeing it is what makes it seen; that this fails disturbs nobody.
    if (invoice?.status === "sent") call("POST /portal/invoices/{invoice_id}/views", { invoice_id: id }).catch(() => {});
  }, [invoice?.status]);

  const actions = invoice && (
    <>
      <Menu label={w().more}>
        <button onClick={() => print()}>{w().print}</button>
        <button onClick={() => task.run(() => download(() => call("GET /portal/invoices/{invoice_id}/pdf", { invoice_id: id })))}>{w().pdf}</button>
        <button onClick={() => task.run(() => save("GET /portal/invoices/{invoice_id}/xml", { invoice_id: id }, `${numberOf(invoice)}.xml`))}>{w().xml}</button>
        {invoice.actions.includes("forward") && <button onClick={() => (forwarding.value = true)}>{w().forward}</button>}
      </Menu>
      {mayPay(invoice) && (
        <a class="button primary" href={to(`/invoices/${id}/pay`)}>
          {w().pay(money(invoice.balance, invoice.currency))}
        </a>
      )}
    </>
  );
  return (
    <Page
      title={invoice ? w().invoiceTitle(numberOf(invoice)) : w().invoice}
      up={["/invoices", w().invoices]}
      actions={actions}
      lead={
        invoice && (
          <p class="soft">
            <Standing of={invoice} />
          </p>
        )
      }
    >
      <DownloadState task={task} />
      <Done>{done.value}</Done>
      <Load from={loaded} skeleton={<div class="sheet"><Skeleton lines={14} /></div>}>
        {(found) => <Paper of={found} />}
      </Load>
      {forwarding.value && (
        <Forward
          id={id}
          onClose={() => (forwarding.value = false)}
          onSent={(words) => {
            forwarding.value = false;
            done.value = words;
          }}
        />
      )}
    </Page>
  );
}

function Paper({ of }: { of: Invoice }) {
  const amount = (value: number) => money(value, of.currency);
  return (
    <article class="sheet">
      <div class="parties">
        <Party title={w().from} of={of.seller} />
        <Party title={w().billTo} of={of.buyer} />
        <dl class="facts">
          <Dated name={w().issued} date={of.issue_date} />
          <Dated name={w().due} date={of.due_date} />
        </dl>
      </div>
      <Table
        caption={w().lines}
        rows={of.lines}
        columns={[
          { head: w().description, cell: (line) => <>{line.description}<small class="narrow-only">{`${figure(line.quantity)} × ${amount(line.unit_price)}, ${percent(line.tax_rate)}`}</small></>, narrow: "lead" },
          { head: w().quantity, cell: (line) => figure(line.quantity), narrow: "none", figure: true },
          { head: w().unitPrice, cell: (line) => amount(line.unit_price), narrow: "none", figure: true },
          { head: w().tax, cell: (line) => percent(line.tax_rate), narrow: "none", figure: true },
          { head: w().amount, cell: (line) => amount(line.amount), narrow: "side", figure: true },
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
  return (
    <dl class="totals">
      <Sum name={w().subtotal}>{amount(of.subtotal)}</Sum>
      {of.taxes.map((tax) => (
        <Sum name={w().taxOn(tax.name, percent(tax.rate), amount(tax.base))}>{amount(tax.amount)}</Sum>
      ))}
      <Sum name={w().total} look="strong">
        {amount(of.total)}
      </Sum>
      {of.payments.map((payment) => (
        <Sum name={<a href={to(`/payments/${payment.id}`)}>{w().paidBy(w().methods[payment.method] ?? payment.method, day(payment.date))}</a>}>
          {amount(-payment.amount)}
        </Sum>
      ))}
      {of.refunded > 0 && <Sum name={w().refunded}>{amount(of.refunded)}</Sum>}
      {of.status !== "void" && (
        <Sum name={of.balance ? w().balanceDue : w().paidInFull} look="balance">
          {amount(of.balance)}
        </Sum>
      )}
    </dl>
  );
}

const Sum = ({ name, look, children }: { name: preact.ComponentChildren; look?: string; children: string }) => (
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

function Party({ title, of }: { title: string; of?: Invoice["seller"] }) {
  return of ? (
    <div>
      <p class="soft small">{title}</p>
      <strong>{of.name}</strong>
      <Address of={of.address} />
      {of.tax_id && <p class="soft small">{w().vatId(of.tax_id)}</p>}
    </div>
  ) : null;
}
