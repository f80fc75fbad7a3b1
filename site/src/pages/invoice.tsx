/** One invoice, as the paper it is. */
import { useSignal } from "../base/state";
import { useEffect } from "preact/hooks";
import { call, save, type Answer } from "../api/call";
import { day, figure, money, percent } from "../base/format";
import { Skeleton, useGet, type Loaded } from "../base/load";
import { to } from "../base/router";
import { useTask } from "../parts/button";
import { Address, Facts } from "../parts/facts";
import { Menu } from "../parts/menu";
import { Done } from "../parts/notice";
import { OnePage } from "../parts/rooms";
import { Sums, type Sum } from "../parts/sums";
import { Table } from "../parts/table";
import { download, DownloadState } from "./documents";
import { Forward } from "./forward";
import { mayPay, numberOf, PayLink, Standing } from "./invoice_words";
import { w } from "./words";

export type Invoice = Answer<"GET /portal/invoices/{invoice_id}">;

export const useInvoice = (id: string) => useGet("GET /portal/invoices/{invoice_id}", { invoice_id: id });

/** Several at once; always as many, where it stands. */
export function useInvoices(ids: string[]): Loaded<Invoice[]> {
  const all = ids.map(useInvoice);
  const found = all.flatMap(({ data }) => data ?? []);
  return {
    data: found.length === ids.length ? found : undefined,
    problem: all.find(({ problem }) => problem)?.problem,
    reload: async () => void (await Promise.all(all.map(({ reload }) => reload()))),
  };
}

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

  const fetch = () => task.run(() => download(() => call("GET /portal/invoices/{invoice_id}/pdf", { invoice_id: id })));
  const close = (words?: string) => {
    forwarding.value = false;
    if (words) done.value = words;
  };
  return (
    <OnePage
      from={loaded}
      title={w("Invoice")}
      named={(found) => w("Invoice {0}", numberOf(found))}
      up={["/invoices", w("Invoices")]}
      lead={(found) => <Standing of={found} />}
      actions={(found) => (
        <>
          <Menu label={w("More")}>
            <button onClick={() => print()}>{w("Print")}</button>
            <button onClick={fetch}>{w("Download PDF")}</button>
            <button onClick={() => task.run(() => save("GET /portal/invoices/{invoice_id}/xml", { invoice_id: id }, `${numberOf(found)}.xml`))}>{w("Download XML")}</button>
            {found.actions.includes("forward") && <button onClick={() => (forwarding.value = true)}>{w("Forward")}</button>}
          </Menu>
          {mayPay(found) && <PayLink of={found} main />}
        </>
      )}
      skeleton={<div class="sheet"><Skeleton lines={14} /></div>}
      over={
        <>
          <DownloadState task={task} />
          <Done>{done.value}</Done>
        </>
      }
      under={forwarding.value && <Forward id={id} onClose={close} />}
    >
      {(found) => <Paper of={found} />}
    </OnePage>
  );
}

function Paper({ of }: { of: Invoice }) {
  const amount = (value: number) => money(value, of.currency);
  return (
    <article class="sheet">
      <div class="parties">
        <Party title={w("From")} of={of.seller} />
        <Party title={w("Billed to")} of={of.buyer} />
        <Facts of={[[w("Issued"), of.issue_date && day(of.issue_date, "long")], [w("Due"), day(of.due_date, "long")]]} />
      </div>
      <Table
        caption={w("What this invoice is for")}
        rows={of.lines}
        columns={[
          [w("Description"), (line) => <>{line.description}<small class="narrow-only">{`${figure(line.quantity)} × ${amount(line.unit_price)}, ${percent(line.tax_rate)}`}</small></>, "lead"],
          [w("Quantity"), (line) => figure(line.quantity), "none figure"],
          [w("Price"), (line) => amount(line.unit_price), "none figure"],
          [w("Tax"), (line) => percent(line.tax_rate), "none figure"],
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
  const { taxes, payments, refunded, balance } = of;
  return (
    <Sums
      of={[
        [w("Subtotal"), amount(of.subtotal)],
        ...taxes.map((tax): Sum => [w("{0} {1} on {2}", tax.name, percent(tax.rate), amount(tax.base)), amount(tax.amount)]),
        [w("Total"), amount(of.total), "strong"],
        ...payments.map(({ id, method, date, amount: sum }): Sum => {
          const told = w("{0}, {1}", w().methods[method] ?? method, day(date));
          return [method === "write_off" ? told : <a href={to(`/payments/${id}`)}>{told}</a>, amount(-sum)];
        }),
        [w("Refunded"), refunded > 0 && amount(refunded)],
        [balance ? w("Balance due") : w("Paid in full"), of.status !== "void" && amount(balance), "balance"],
      ]}
    />
  );
}

function Party({ title, of }: { title: string; of?: Invoice["seller"] }) {
  return of ? (
    <div>
      <p class="soft small">{title}</p>
      <strong>{of.name}</strong>
      <Address of={of.address} />
      {of.tax_id && <p class="soft small">{w("VAT no. {0}", of.tax_id)}</p>}
    </div>
  ) : null;
}
