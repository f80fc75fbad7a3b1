/** Payments received, newest first: from whom, for what, how. */
import type { Answer } from "../api/call";
import { day, money } from "../base/format";
import { useList } from "../base/load";
import { to } from "../base/router";
import { Page } from "../parts/page";
import { Status } from "../parts/status";
import { Listing } from "../parts/table";
import { useNames } from "./names";
import { w } from "./words";

type Row = Answer<"GET /merchant/payments">["items"][number];

/** Proper names are the same in every language. */
const brands: Record<string, string> = { visa: "Visa", mastercard: "Mastercard", amex: "American Express" };
const methodOf = ({ method, brand, last4 }: Row): string => (last4 ? w("{0} ending in {1}", brands[brand] ?? w().methods[method], last4) : w().methods[method]);

const isBad = (status: string): boolean => /^(failed|disputed|charged_back)$/.test(status);

export const PaymentStatus = ({ of }: { of: string }) => (
  <Status tone={of === "succeeded" ? "good" : isBad(of) ? "bad" : "calm"}>{w().paymentStates[of] ?? of}</Status>
);

/** What came in, and below it what went back or became credit. */
const Amount = ({ of: { amount, refunded, credited, currency, status } }: { of: Row }) => (
  <>
    {money(amount, currency)}
    {refunded > 0 && <small class="below">{w("{0} refunded", money(refunded, currency))}</small>}
    {isBad(status) && <small class="narrow-only late">{w().paymentStates[status]}</small>}
    {credited > 0 && <small class="below">{w("{0} became credit", money(credited, currency))}</small>}
  </>
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
  const payments = useList("GET /merchant/payments");
  const nameOf = useNames(payments.data);
  return (
    <Page title={w("Payments")}>
      <Listing
        from={payments}
        caption={w("Payments")}
        empty={w("Payments will appear here, those of the portal and those you enter by hand.")}
        href={(payment) => `/customers/${payment.customer_id}`}
        columns={[
          [w("Customer"), (payment) => nameOf(payment.customer_id), "lead"],
          [w("Date"), (payment) => day(payment.date), "sub"],
          [w("Invoices"), (payment) => <PaidFor of={payment} />, "none"],
          [w("Method"), methodOf, "end"],
          [w("Status"), (payment) => <PaymentStatus of={payment.status} />, "none"],
          [w("Amount"), (payment) => <Amount of={payment} />, "side figure"],
        ]}
      />
    </Page>
  );
}
