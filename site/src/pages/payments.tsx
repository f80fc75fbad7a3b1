/** Payments made, newest first; each with its receipt. */
import { call, type Answer } from "../api/call";
import { day, list, money } from "../base/format";
import { Load, useLoad, usePages } from "../base/load";
import { to } from "../base/router";
import { Button, useTask } from "../parts/button";
import { Facts } from "../parts/facts";
import { Page } from "../parts/page";
import { Status } from "../parts/status";
import { Listing } from "../parts/table";
import { download, DownloadState } from "./documents";
import { w } from "./words";

type Row = Answer<"GET /portal/payments">["items"][number];

const methodOf = ({ method, brand, last4 }: Row): string => (last4 ? w().ending(w().brands[brand] ?? brand, last4) : (w().methods[method] ?? method));

const PaymentStatus = ({ of: { status } }: { of: Row }) => (
  <Status tone={status === "succeeded" ? "good" : status === "failed" ? "bad" : "calm"}>{w().paymentStates[status] ?? status}</Status>
);

export function Payments() {
  const payments = usePages("payments", (cursor) => call("GET /portal/payments", { cursor }));
  return (
    <Page title={w().payments}>
      <Listing
        from={payments}
        caption={w().payments}
        empty={w().noPayments}
        href={(payment) => `/payments/${payment.id}`}
        columns={[
          { head: w().date, cell: (payment) => day(payment.date), narrow: "lead" },
          { head: w().invoices, cell: (payment) => list(payment.invoices.map(({ number }) => number)), narrow: "sub" },
          { head: w().method, cell: methodOf, narrow: "end" },
          { head: w().status, cell: (payment) => <PaymentStatus of={payment} />, narrow: "none" },
          { head: w().amount, cell: (payment) => money(payment.amount, payment.currency), narrow: "side", figure: true },
        ]}
      />
    </Page>
  );
}

export function PaymentPage({ id }: { id: string }) {
  const loaded = useLoad(`payment:${id}`, () => call("GET /portal/payments/{payment_id}", { payment_id: id }));
  const task = useTask();
  const payment = loaded.data;
  return (
    <Page
      title={payment ? w().paymentTitle(payment.number) : w().payment}
      up={["/payments", w().payments]}
      lead={payment && <p class="soft"><PaymentStatus of={payment} /></p>}
      actions={
        <Button busy={task.busy} onClick={() => task.run(() => download(() => call("GET /portal/payments/{payment_id}/receipt", { payment_id: id })))}>
          {w().receipt}
        </Button>
      }
    >
      <DownloadState task={task} />
      <Load from={loaded}>{(found) => <Slip of={found} />}</Load>
    </Page>
  );
}

function Slip({ of }: { of: Row }) {
  return (
    <div class="sheet slip">
      <p class="sum">
        <strong>{money(of.amount, of.currency)}</strong>
        <span class="soft">{day(of.date, "long")}</span>
      </p>
      <Facts
        of={[
          [w().method, methodOf(of)],
          [w().reference, of.reference],
          [w().refunded, of.refunded > 0 && money(of.refunded, of.currency)],
          [
            w().paidFor,
            of.invoices.map((invoice) => (
              <p class="between">
                <a href={to(`/invoices/${invoice.invoice_id}`)}>{w().invoiceTitle(invoice.number)}</a>
                <span>{money(invoice.amount, of.currency)}</span>
              </p>
            )),
          ],
        ]}
      />
    </div>
  );
}
