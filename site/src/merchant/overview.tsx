/** Overview: what is owed, what is late, what came in, and whether clients can see it. */
import type { Answer } from "../api/call";
import { day, daysUntil, distance, list, money } from "../base/format";
import { Load, useGet } from "../base/load";
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
  const loaded = useGet("GET /merchant/overview");
  const board = loaded.data;
  const amounts = list((board?.outstanding ?? []).filter(({ amount }) => amount > 0).map(({ amount, currency }) => money(amount, currency)));
  const title = !board ? w("Overview") : amounts ? w("{0} outstanding", amounts) : w("Nothing outstanding");
  return (
    <Page
      class="home"
      title={title}
      lead={board && (isNew(board) ? <p class="soft">{w("A few steps, and your clients pay online.")}</p> : <Lead of={board.outstanding} />)}
      actions={may("accountant") && <a class="button primary" href={to("/invoices/new")}>{w("New invoice")}</a>}
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
      {count ? w("One open invoice|{0} open invoices", count) : w("Everything you sent is settled.")}
      {late.length > 0 && <span class="late">, {w("{0} of it overdue", list(late.map(({ overdue, currency }) => money(overdue, currency))))}</span>}
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
        <h2>{w("Overdue")}</h2>
        <a href={to(of.length ? "/invoices?status=overdue" : "/invoices")}>{of.length ? w("All overdue invoices") : w("All invoices")}</a>
      </div>
      {of.length ? (
        <Table
          caption={w("Overdue")}
          rows={of}
          href={(invoice) => `/invoices/${invoice.id}`}
          columns={[
            [w("Customer"), (invoice) => nameOf(invoice.customer_id), "lead"],
            [w("Number"), numberOf, "sub"],
            [w("Due"), (invoice) => <span class="late">{distance(daysUntil(invoice.due_date))}</span>, "end"],
            [w("Balance"), (invoice) => money(invoice.balance, invoice.currency), "side figure"],
          ]}
        />
      ) : (
        <p class="soft">{w("No invoice is overdue.")}</p>
      )}
    </section>
  );
}

const Recent = ({ of }: { of: Board["recent_payments"] }) => (
  <section>
    <div class="head">
      <h2>{w("Received last")}</h2>
      <a href={to("/payments")}>{w("All payments")}</a>
    </div>
    {of.length ? (
      <Table
        caption={w("Received last")}
        rows={of}
        columns={[
          [w("Customer"), (payment) => payment.customer_name, "lead"],
          [w("Invoices"), (payment) => list(payment.invoices.map(({ number }) => number)), "sub"],
          [w("Date"), (payment) => day(payment.date), "end"],
          [w("Method"), (payment) => w().methods[payment.method], "none"],
          [w("Amount"), (payment) => money(payment.amount, payment.currency), "side figure"],
        ]}
      />
    ) : (
      <p class="soft">{w("Payments will appear here, those of the portal and those you enter by hand.")}</p>
    )}
  </section>
);

const PortalCard = ({ of }: { of: Board["portal"] }) => (
  <>
    <Facts
      of={[
        [w("Client portal"), <Status tone={of.enabled ? "good" : "calm"}>{of.enabled ? w("On") : w("Off")}</Status>],
        [w("Address"), <a href={of.url} target="_blank" rel="noopener">{of.url.replace(/^https?:\/\//, "")}</a>],
      ]}
    />
    {!of.enabled && <p class="soft small">{w("While it is off, clients cannot sign in, and nobody can be invited.")}</p>}
    {may("admin") && <a href={to("/settings?part=portal")}>{w("Settings")}</a>}
  </>
);

/** The first steps, those done marked in words. */
function GettingStarted({ portal }: { portal: boolean }) {
  const customers = useGet("GET /merchant/customers", { limit: 1 }).data;
  // Only owners may see it: for others this step is neither done nor theirs.
  const gateway = useGet("GET /merchant/gateway", {}, may("owner")).data;
  const steps: Array<[path: string, words: string, done: boolean]> = [
    ["/customers/new", w("Add your first customer"), !!customers?.items.length],
    ["/settings?part=payments", w("Connect your payment account"), !!gateway?.connected],
    ["/settings?part=portal", w("Switch the client portal on"), portal],
    ["/invoices/new", w("Send your first invoice"), false],
  ];
  return (
    <section>
      <h2>{w("Getting started")}</h2>
      <ol class="steps">
        {steps.filter(([path]) => may("owner") || !path.endsWith("payments")).map(([path, words, done]) => (
          <li>
            {done ? (
              <>
                {words} <span class="soft">{w("– done")}</span>
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
