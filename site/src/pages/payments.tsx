/** Payments made, newest first; each with its receipt. */
import { call, type Answer } from "../api/call";
import { me } from "../api/portal";
import { day, list, money } from "../base/format";
import { useGet, useList } from "../base/load";
import { to } from "../base/router";
import { Button, useTask } from "../parts/button";
import { Facts } from "../parts/facts";
import { ListPage, OnePage } from "../parts/rooms";
import { Status } from "../parts/status";
import { Table } from "../parts/table";
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
    <ListPage
        title={w("Payments")}
        actions={me.value?.role !== "viewer" && <a class="button" href={to("/statement")}>{w("Statement")}</a>}
        from={payments}
        empty={w("Your payments and their receipts will appear here after the first one.")}
        href={(payment) => `/payments/${payment.id}`}
        columns={[
          [w("Date"), (payment) => day(payment.date), "lead"],
          [w("Invoices"), (payment) => list(payment.invoices.map(({ number }) => number)), "sub"],
          [w("Method"), methodOf, "end"],
          [w("Status"), (payment) => <PaymentStatus of={payment} />, "none"],
          [w("Amount"), (payment) => money(payment.amount, payment.currency), "side figure"],
        ]}
    />
  );
}

export function PaymentPage({ id }: { id: string }) {
  const loaded = useGet("GET /portal/payments/{payment_id}", { payment_id: id });
  const task = useTask();
  const fetch = () => task.run(() => download(() => call("GET /portal/payments/{payment_id}/receipt", { payment_id: id })));
  return (
    <OnePage
      from={loaded}
      title={w("Payment")}
      named={({ number }) => w("Payment {0}", number)}
      up={["/payments", w("Payments")]}
      lead={(payment) => <PaymentStatus of={payment} />}
      actions={() => <Button busy={task.busy} onClick={fetch}>{w("Download receipt")}</Button>}
      over={<DownloadState task={task} />}
    >
      {(payment) => (
        <>
          <Slip of={payment} />
          <Movements of={payment} />
        </>
      )}
    </OnePage>
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
          [w("Became credit"), of.credited > 0 && money(of.credited, of.currency)],
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

/** What became of it since: money that went back, and what the bank had to say. */
function Movements({ of: { movements, refunding, currency, ...of } }: { of: Answer<"GET /portal/payments/{payment_id}"> }) {
  if (!movements.length && !refunding) return null;
  return (
    <section>
      <h2>{w("What happened since")}</h2>
      {refunding > 0 && <p class="soft">{w("{0} is on its way back to you.", money(refunding, currency))}</p>}
      <Table
        caption={w("What happened since")}
        rows={movements}
        columns={[
          [w("Date"), ({ date }) => day(date), "lead"],
          [w("What happened"), ({ kind }) => w().bookings[kind], "sub"],
          [w("To"), ({ to }) => (to === "credit" ? w("Your credit") : methodOf(of as Row)), "end"],
          [w("Amount"), ({ amount }) => money(amount, currency), "side figure"],
        ]}
      />
    </section>
  );
}
