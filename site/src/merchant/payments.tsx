/** Payments received, newest first: from whom, for what, how. */
import { call, type Answer } from "../api/call";
import { day, money } from "../base/format";
import { usePages } from "../base/load";
import { to } from "../base/router";
import { Page } from "../parts/page";
import { Status } from "../parts/status";
import { Listing } from "../parts/table";
import { useNames } from "./names";
import { w } from "./words";

type Row = Answer<"GET /merchant/payments">["items"][number];

/** Proper names are the same in every language. */
const brands: Record<string, string> = { visa: "Visa", mastercard: "Mastercard", amex: "American Express" };
const methodOf = ({ method, brand, last4 }: Row): string => (last4 ? w().ending(brands[brand] ?? w().methods[method], last4) : w().methods[method]);

const PaymentStatus = ({ of: { status } }: { of: Row }) => (
  <Status tone={status === "succeeded" ? "good" : status === "failed" || status === "disputed" ? "bad" : "calm"}>{w().paymentStates[status] ?? status}</Status>
);

const PaidFor = ({ of }: { of: Row }) => (
  <>
    {of.invoices.map(({ invoice_id, number }, n) => (
      <>
        {n > 0 && ", "}
        <a href={to(`/invoices/${invoice_id}`)}>{number}</a>
      </>
    ))}
  </>
);

export function Payments() {
  const payments = usePages("payments", (cursor) => call("GET /merchant/payments", { cursor }));
  const nameOf = useNames(payments.data);
  return (
    <Page title={w().payments}>
      <Listing
        from={payments}
        caption={w().payments}
        empty={w().noPayments}
        href={(payment) => `/customers/${payment.customer_id}`}
        columns={[
          { head: w().customer, cell: (payment) => nameOf(payment.customer_id), narrow: "lead" },
          { head: w().date, cell: (payment) => day(payment.date), narrow: "sub" },
          { head: w().invoices, cell: (payment) => <PaidFor of={payment} />, narrow: "none" },
          { head: w().method, cell: methodOf, narrow: "end" },
          { head: w().status, cell: (payment) => <PaymentStatus of={payment} />, narrow: "none" },
          { head: w().amount, cell: (payment) => money(payment.amount, payment.currency), narrow: "side", figure: true },
        ]}
      />
    </Page>
  );
}
