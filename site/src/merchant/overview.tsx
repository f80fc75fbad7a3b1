/** Overview: what is owed, what is late, what came in, and whether clients can see it. */
import { call, type Answer } from "../api/call";
import { day, daysUntil, distance, list, money } from "../base/format";
import { Load, useLoad } from "../base/load";
import { to } from "../base/router";
import { Facts } from "../parts/facts";
import { Page } from "../parts/page";
import { Status } from "../parts/status";
import { Table } from "../parts/table";
import { numberOf } from "./invoice_status";
import { useNames } from "./names";
import { may } from "./session";
import { w } from "./words";

type Board = Answer<"GET /merchant/overview">;

export function Overview() {
  const loaded = useLoad("overview", () => call("GET /merchant/overview"));
  const board = loaded.data;
  const amounts = list((board?.outstanding ?? []).filter(({ amount }) => amount > 0).map(({ amount, currency }) => money(amount, currency)));
  const title = !board ? w().overview : amounts ? w().outstandingTitle(amounts) : w().nothingOutstanding;
  return (
    <Page
      class="home"
      title={title}
      lead={board && (isNew(board) ? <p class="soft">{w().welcome}</p> : <Lead of={board.outstanding} />)}
      actions={may("accountant") && <a class="button primary" href={to("/invoices/new")}>{w().newInvoice}</a>}
    >
      <Load from={loaded}>{(found) => <Rest of={found} />}</Load>
    </Page>
  );
}

function Lead({ of }: { of: Board["outstanding"] }) {
  const count = of.reduce((sum, one) => sum + one.count, 0);
  const late = of.filter(({ overdue }) => overdue > 0);
  return (
    <p class="soft">
      {count ? w().openCount(count) : w().allSettled}
      {late.length > 0 && <span class="late">, {w().partOverdue(list(late.map(({ overdue, currency }) => money(overdue, currency))))}</span>}
    </p>
  );
}

const isNew = (of: Board): boolean => !of.outstanding.length && !of.recent_payments.length;

function Rest({ of }: { of: Board }) {
  const first = isNew(of);
  return (
    <div class="columns">
      <div>
        {first ? <GettingStarted portal={of.portal.enabled} /> : <Overdue of={of.overdue_invoices} />}
        {!first && <Recent of={of.recent_payments} />}
      </div>
      <aside>
        <PortalCard of={of.portal} />
      </aside>
    </div>
  );
}

function Overdue({ of }: { of: Board["overdue_invoices"] }) {
  const nameOf = useNames(of);
  return (
    <section>
      <div class="head">
        <h2>{w().overdue}</h2>
        <a href={to(of.length ? "/invoices?status=overdue" : "/invoices")}>{of.length ? w().allOverdue : w().allInvoices}</a>
      </div>
      {of.length ? (
        <Table
          caption={w().overdue}
          rows={of}
          href={(invoice) => `/invoices/${invoice.id}`}
          columns={[
            { head: w().customer, cell: (invoice) => nameOf(invoice.customer_id), narrow: "lead" },
            { head: w().number, cell: numberOf, narrow: "sub" },
            { head: w().due, cell: (invoice) => <span class="late">{distance(daysUntil(invoice.due_date))}</span>, narrow: "end" },
            { head: w().balance, cell: (invoice) => money(invoice.balance, invoice.currency), narrow: "side", figure: true },
          ]}
        />
      ) : (
        <p class="soft">{w().nothingOverdue}</p>
      )}
    </section>
  );
}

const Recent = ({ of }: { of: Board["recent_payments"] }) => (
  <section>
    <div class="head">
      <h2>{w().recentPayments}</h2>
      <a href={to("/payments")}>{w().allPayments}</a>
    </div>
    {of.length ? (
      <Table
        caption={w().recentPayments}
        rows={of}
        columns={[
          { head: w().date, cell: (payment) => day(payment.date), narrow: "lead" },
          { head: w().invoices, cell: (payment) => list(payment.invoices.map(({ number }) => number)), narrow: "sub" },
          { head: w().method, cell: (payment) => w().methods[payment.method], narrow: "end" },
          { head: w().amount, cell: (payment) => money(payment.amount, payment.currency), narrow: "side", figure: true },
        ]}
      />
    ) : (
      <p class="soft">{w().noPayments}</p>
    )}
  </section>
);

const PortalCard = ({ of }: { of: Board["portal"] }) => (
  <>
    <Facts
      of={[
        [w().clientPortal, <Status tone={of.enabled ? "good" : "calm"}>{of.enabled ? w().on : w().off}</Status>],
        [w().address, <a href={of.url} target="_blank" rel="noopener">{of.url.replace(/^https?:\/\//, "")}</a>],
      ]}
    />
    {!of.enabled && <p class="soft small">{w().offHint}</p>}
    {may("admin") && <a href={to("/settings?part=portal")}>{w().settings}</a>}
  </>
);

/** The first steps, those done marked in words. */
function GettingStarted({ portal }: { portal: boolean }) {
  const customers = useLoad("customers:any", () => call("GET /merchant/customers", { limit: 1 })).data;
  // Only owners may see it: for others this step is neither done nor theirs.
  const gateway = useLoad(may("owner") ? "gateway:any" : "", () => call("GET /merchant/gateway")).data;
  const steps: Array<[path: string, words: string, done: boolean]> = [
    ["/customers/new", w().stepCustomer, !!customers?.items.length],
    ["/settings?part=payments", w().stepGateway, !!gateway?.connected],
    ["/settings?part=portal", w().stepPortal, portal],
    ["/invoices/new", w().stepInvoice, false],
  ];
  return (
    <section>
      <h2>{w().gettingStarted}</h2>
      <ol class="steps">
        {steps.filter(([path]) => may("owner") || !path.endsWith("payments")).map(([path, words, done]) => (
          <li>
            {done ? (
              <>
                {words} <span class="soft">{w().done}</span>
              </>
            ) : (
              <a href={to(path)}>{words}</a>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
