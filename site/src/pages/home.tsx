/** Home: what there is to pay, what comes next, and whom to ask. */
import type { Answer } from "../api/call";
import { day, list, money } from "../base/format";
import { Load, useGet } from "../base/load";
import { to } from "../base/router";
import { Address, Facts, type Fact } from "../parts/facts";
import { Page } from "../parts/page";
import { Table } from "../parts/table";
import { DueWords, mayPay, numberOf, PayLink } from "./invoice_words";
import { w } from "./words";

type Dashboard = Answer<"GET /portal/dashboard">;

export const useDashboard = () => useGet("GET /portal/dashboard");

export function Home() {
  const loaded = useDashboard();
  const owed = loaded.data?.outstanding.filter(({ amount }) => amount > 0) ?? [];
  const amounts = list(owed.map(({ amount, currency }) => money(amount, currency)));
  const title = !loaded.data ? w("Home") : amounts ? w("{0} to pay", amounts) : w("Nothing to pay");
  return (
    <Page class="home" title={title} over={loaded.data && <p class="soft">{loaded.data.customer.display_name}</p>} lead={loaded.data && <Lead of={loaded.data} />}>
      <Load from={loaded}>{(dashboard) => <Board of={dashboard} />}</Load>
    </Page>
  );
}

/** How much of it is late, and the one invoice to pay next. */
function Lead({ of: { outstanding, due_invoices } }: { of: Dashboard }) {
  const count = outstanding.reduce((sum, one) => sum + one.count, 0);
  const late = outstanding.filter(({ overdue }) => overdue > 0);
  const allLate = late.length > 0 && outstanding.every(({ amount, overdue }) => amount === overdue);
  const lateWords = allLate ? w("overdue") : w("{0} of it overdue", list(late.map(({ overdue, currency }) => money(overdue, currency))));
  const next = due_invoices.find(mayPay);
  if (!count) return <p class="soft">{w("Everything is settled. Thank you.")}</p>;
  return (
    <>
      <p class="soft">
        {w("One open invoice|{0} open invoices", count)}
        {late.length > 0 && <span class="late">, {lateWords}</span>}
      </p>
      {next && (
        <p class="actions next">
          <PayLink of={next} main />
          <span class="soft small">
            {w("Invoice {0}", numberOf(next))}
            <br />
            <DueWords of={next} />
          </span>
        </p>
      )}
    </>
  );
}

function Board({ of }: { of: Dashboard }) {
  return (
    <>
      {of.banner && <p class="notice news">{of.banner}</p>}
      {of.estimates_to_review > 0 && <p class="notice news"><a href={to("/estimates?status=open")}>{w("One estimate to review|{0} estimates to review", of.estimates_to_review)}</a></p>}
      <div class={of.due_invoices.length ? "columns" : "wide"}>
        {of.due_invoices.length > 0 && <Due of={of.due_invoices} />}
        <aside>
          <Facts of={facts(of)} />
          <Contact of={of} />
        </aside>
      </div>
    </>
  );
}

function Due({ of }: { of: Dashboard["due_invoices"] }) {
  return (
    <section>
      <div class="head">
        <h2>{w("To pay next")}</h2>
        <a href={to("/invoices")}>{w("All invoices")}</a>
      </div>
      <Table
        caption={w("To pay next")}
        rows={of}
        href={(invoice) => `/invoices/${invoice.id}`}
        columns={[
          [w("Number"), numberOf, "lead"],
          [w("Due"), (invoice) => <DueWords of={invoice} />, "sub"],
          [w("Balance"), (invoice) => (mayPay(invoice) ? <PayLink of={invoice} /> : money(invoice.balance, invoice.currency)), "tall figure"],
        ]}
      />
    </section>
  );
}

function facts({ next_renewal: renewal, last_payment: payment, credits }: Dashboard): Fact[] {
  return [
    [w("Next renewal"), renewal && <Two first={`${renewal.plan_name}, ${money(renewal.amount, renewal.currency)}`} second={day(renewal.date, "long")} />],
    [
      w("Last payment"),
      payment && <Two first={<a href={to(`/payments/${payment.id}`)}>{money(payment.amount, payment.currency)}</a>} second={day(payment.date, "long")} />,
    ],
    [w("Your credit"), list(credits.filter(({ amount }) => amount > 0).map(({ amount, currency }) => money(amount, currency)))],
  ];
}

const Two = ({ first, second }: { first: preact.ComponentChildren; second: string }) => (
  <>
    {first}
    <br />
    <small>{second}</small>
  </>
);

function Contact({ of: { merchant: of, features } }: { of: Dashboard }) {
  return (
    <section class="contact">
      <h2>{w("Questions? {0} is there for you.", of.name)}</h2>
      {(features.merchant_mail || features.reviews) && (
        <p class="actions">
          {features.merchant_mail && <a class="button" href={to("/messages")}>{w("Write")}</a>}
          {features.reviews && <a class="button" href={to("/review")}>{w("Review")}</a>}
        </p>
      )}
      {of.email && <a href={`mailto:${of.email}`}>{of.email}</a>}
      {of.phone && <a href={`tel:${of.phone.replace(/[^+\d]/g, "")}`}>{of.phone}</a>}
      {of.website && (
        <a href={of.website} rel="noopener">
          {of.website.replace(/^https?:\/\/|\/$/g, "")}
        </a>
      )}
      <Address of={of.address} />
    </section>
  );
}
