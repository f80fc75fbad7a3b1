/** Home: what there is to pay, what comes next, and whom to ask. */
import { call, type Answer } from "../api/call";
import { day, list, money } from "../base/format";
import { Load, useLoad } from "../base/load";
import { to } from "../base/router";
import { Address, Facts, type Fact } from "../parts/facts";
import { Page } from "../parts/page";
import { Table } from "../parts/table";
import { DueWords, mayPay, numberOf } from "./invoice_words";
import { w } from "./words";

type Dashboard = Answer<"GET /portal/dashboard">;

export const useDashboard = () => useLoad("dashboard", () => call("GET /portal/dashboard"));

export function Home() {
  const loaded = useDashboard();
  const owed = loaded.data?.outstanding.filter(({ amount }) => amount > 0) ?? [];
  const amounts = list(owed.map(({ amount, currency }) => money(amount, currency)));
  const title = !loaded.data ? w().home : amounts ? w().toPay(amounts) : w().nothingToPay;
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
  const lateWords = allLate ? w().allOverdue : w().partOverdue(list(late.map(({ overdue, currency }) => money(overdue, currency))));
  const next = due_invoices.find(mayPay);
  if (!count) return <p class="soft">{w().allSettled}</p>;
  return (
    <>
      <p class="soft">
        {w().openCount(count)}
        {late.length > 0 && <span class="late">, {lateWords}</span>}
      </p>
      {next && (
        <p class="actions next">
          <a class="button primary" href={to(`/invoices/${next.id}/pay`)}>
            {w().pay(money(next.balance, next.currency))}
          </a>
          <span class="soft small">
            {w().invoiceTitle(numberOf(next))}
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
      <div class={of.due_invoices.length ? "columns" : "wide"}>
        {of.due_invoices.length > 0 && <Due of={of.due_invoices} />}
        <aside>
          <Facts of={facts(of)} />
          <Contact of={of.merchant} />
        </aside>
      </div>
    </>
  );
}

function Due({ of }: { of: Dashboard["due_invoices"] }) {
  return (
    <section>
      <div class="head">
        <h2>{w().dueNext}</h2>
        <a href={to("/invoices")}>{w().allInvoices}</a>
      </div>
      <Table
        caption={w().dueNext}
        rows={of}
        href={(invoice) => `/invoices/${invoice.id}`}
        columns={[
          { head: w().number, cell: numberOf, narrow: "lead" },
          { head: w().due, cell: (invoice) => <DueWords of={invoice} />, narrow: "sub" },
          {
            head: w().balance,
            figure: true,
            narrow: "tall",
            cell: (invoice) => {
              const amount = money(invoice.balance, invoice.currency);
              return mayPay(invoice) ? (
                <a class="button" href={to(`/invoices/${invoice.id}/pay`)}>
                  {w().pay(amount)}
                </a>
              ) : (
                amount
              );
            },
          },
        ]}
      />
    </section>
  );
}

function facts({ next_renewal: renewal, last_payment: payment, credits, estimates_to_review: estimates }: Dashboard): Fact[] {
  return [
    [w().nextRenewal, renewal && <Two first={`${renewal.plan_name}, ${money(renewal.amount, renewal.currency)}`} second={day(renewal.date, "long")} />],
    [
      w().lastPayment,
      payment && <Two first={<a href={to(`/payments/${payment.id}`)}>{money(payment.amount, payment.currency)}</a>} second={day(payment.date, "long")} />,
    ],
    [w().credit, list(credits.filter(({ amount }) => amount > 0).map(({ amount, currency }) => money(amount, currency)))],
    [w().toReview, estimates > 0 && String(estimates)],
  ];
}

const Two = ({ first, second }: { first: preact.ComponentChildren; second: string }) => (
  <>
    {first}
    <br />
    <small>{second}</small>
  </>
);

function Contact({ of }: { of: Dashboard["merchant"] }) {
  return (
    <section class="contact">
      <h2>{w().contact(of.name)}</h2>
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
