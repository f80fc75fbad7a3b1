/** Payments made, newest first; each with its receipt. */
import { call, type Answer } from "../api/call";
import { day, list, money } from "../base/format";
import { Load, useGet, useList } from "../base/load";
import { to } from "../base/router";
import { Button, useTask } from "../parts/button";
import { Facts } from "../parts/facts";
import { Page } from "../parts/page";
import { Status } from "../parts/status";
import { Listing } from "../parts/table";
import { download, DownloadState } from "./documents";
import { w } from "./words";

type Row = Answer<"GET /portal/payments">["items"][number];

const methodOf = ({ method, brand, last4 }: Row): string => (last4 ? w("{0} ending in {1}", w().brands[brand || method] ?? brand, last4) : (w().methods[method] ?? method));

const PaymentStatus = ({ of: { status } }: { of: Row }) => (
  <Status tone={status === "succeeded" ? "good" : status === "failed" ? "bad" : "calm"}>{w().paymentStates[status] ?? status}</Status>
);

export function Payments() {
  const payments = useList("GET /portal/payments");
  return (
    <Page title={w("Payments")}>
      <Listing
        from={payments}
        caption={w("Payments")}
        empty={w("Your payments and their receipts will appear here after the first one.")}
        href={(payment) => `/payments/${payment.id}`}
        columns={[
          { head: w("Date"), cell: (payment) => day(payment.date), narrow: "lead" },
          { head: w("Invoices"), cell: (payment) => list(payment.invoices.map(({ number }) => number)), narrow: "sub" },
          { head: w("Method"), cell: methodOf, narrow: "end" },
          { head: w("Status"), cell: (payment) => <PaymentStatus of={payment} />, narrow: "none" },
          { head: w("Amount"), cell: (payment) => money(payment.amount, payment.currency), narrow: "side", figure: true },
        ]}
      />
    </Page>
  );
}

export function PaymentPage({ id }: { id: string }) {
  const loaded = useGet("GET /portal/payments/{payment_id}", { payment_id: id });
  const task = useTask();
  const payment = loaded.data;
  return (
    <Page
      title={payment ? w("Payment {0}", payment.number) : w("Payment")}
      up={["/payments", w("Payments")]}
      lead={payment && <p class="soft"><PaymentStatus of={payment} /></p>}
      actions={
        <Button busy={task.busy} onClick={() => task.run(() => download(() => call("GET /portal/payments/{payment_id}/receipt", { payment_id: id })))}>
          {w("Download receipt")}
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
          [w("Method"), methodOf(of)],
          [w("Reference"), of.reference],
          [w("Refunded"), of.refunded > 0 && money(of.refunded, of.currency)],
          [
            w("For"),
            of.invoices.map((invoice) => (
              <p class="between">
                <a href={to(`/invoices/${invoice.invoice_id}`)}>{w("Invoice {0}", invoice.number)}</a>
                <span>{money(invoice.amount, of.currency)}</span>
              </p>
            )),
          ],
        ]}
      />
    </div>
  );
}
