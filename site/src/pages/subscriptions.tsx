/** What the customer subscribes to: its terms, its invoices, and its end. */
import type { Answer } from "../api/call";
import { day, money } from "../base/format";
import { fill } from "../base/i18n";
import { useGet, useList } from "../base/load";
import { to } from "../base/router";
import { useSignal } from "../base/state";
import { Facts } from "../parts/facts";
import { Button, useTask } from "../parts/button";
import { Failure } from "../parts/failure";
import { Done } from "../parts/notice";
import { ListPage, OnePage } from "../parts/rooms";
import { Status, type Tone } from "../parts/status";
import { Listing, Table } from "../parts/table";
import { Cancel, keep, type Subscription } from "./cancellation";
import { invoiceColumns } from "./invoices";
import { nameOf } from "./pay";
import { Talk } from "./talk";
import { w } from "./words";

type Row = Answer<"GET /portal/subscriptions">["items"][number];

const tones: Partial<Record<Row["status"], Tone>> = { live: "good", trial: "news", past_due: "bad", non_renewing: "warn" };

const SubscriptionStatus = ({ of: { status } }: { of: Row }) => <Status tone={tones[status] ?? "calm"}>{w().subscriptionStates[status]}</Status>;

const priceOf = (row: Row): string => fill(w().every[row.interval], row.interval_count, money(row.amount, row.currency));
const planOf = (row: Row): string => (row.quantity > 1 ? `${row.plan_name} × ${row.quantity}` : row.plan_name);

/** The plans of one's own subscriptions, for a filter: code and name. */
export function usePlans(shown: boolean): Record<string, string> {
  const { data } = useGet("GET /portal/subscriptions", { limit: 100 }, shown);
  return Object.fromEntries(data?.items.map(({ plan_code, plan_name }) => [plan_code, plan_name]) ?? []);
}

export function Subscriptions() {
  const subscriptions = useList("GET /portal/subscriptions");
  return (
    <ListPage
        title={w("Subscriptions")}
        from={subscriptions}
        empty={w("Your subscriptions will appear here, with price and renewal.")}
        href={(row) => `/subscriptions/${row.id}`}
        columns={[
          [w("Plan"), planOf, "lead"],
          [w("Since"), (row) => day(row.created_at.slice(0, 10)), "none"],
          [w("Renews on"), (row) => row.next_billing_date && day(row.next_billing_date), "end"],
          [w("Status"), (row) => <SubscriptionStatus of={row} />, "sub"],
          [w("Price"), priceOf, "side figure"],
        ]}
    />
  );
}

export function SubscriptionPage({ id }: { id: string }) {
  const loaded = useGet("GET /portal/subscriptions/{subscription_id}", { subscription_id: id });
  const invoices = useList("GET /portal/invoices", { subscription: id });
  const asking = useSignal(false);
  const done = useSignal("");
  const task = useTask();
  const close = (words?: string) => {
    asking.value = false;
    if (words) done.value = words;
  };
  return (
    <OnePage
      from={loaded}
      title={w("Subscriptions")}
      named={planOf}
      up={["/subscriptions", w("Subscriptions")]}
      lead={(row) => <SubscriptionStatus of={row} />}
      actions={({ actions, status }) => (
        <>
          {actions.includes("undo_cancellation") && <Button kind="primary" busy={task.busy} onClick={() => task.run(async () => close(await keep(id)))}>{w("Keep subscription")}</Button>}
          {actions.includes("cancel") && <Button onClick={() => (asking.value = true)}>{status === "non_renewing" ? w("End it today") : w("Cancel subscription")}</Button>}
        </>
      )}
      over={
        <>
          <Failure problem={task.problem} />
          <Done>{done.value}</Done>
        </>
      }
      under={
        <>
          <section>
            <div class="head">
              <h2>{w("Its invoices")}</h2>
              {loaded.data?.collection === "offline" && <a href={to(`/invoices?status=open&plan=${loaded.data.plan_code}`)}>{w("Pay under Invoices")}</a>}
            </div>
            <Listing from={invoices} caption={w("Its invoices")} empty={w("Your invoices will appear here as soon as the first one is sent.")} href={(invoice) => `/invoices/${invoice.id}`} columns={invoiceColumns()} />
          </section>
          {!!loaded.data?.history.length && <History of={loaded.data} />}
          {loaded.data && <Talk of="subscription" id={id} />}
          {asking.value && <Cancel id={id} onClose={close} />}
        </>
      }
    >
      {(row) => <Terms of={row} />}
    </OnePage>
  );
}

function Terms({ of }: { of: Subscription }) {
  const { data: methods } = useGet("GET /portal/payment-methods", undefined, !!of.payment_method_id);
  const method = methods?.items.find(({ id }) => id === of.payment_method_id);
  const dated = (date: string | null) => date && day(date, "long");
  return (
    <div class="wide">
      <Facts
        of={[
          [w("Price"), priceOf(of)],
          [w("Quantity"), of.quantity > 1 && w("{0}, together {1}", of.quantity, money(of.amount * of.quantity, of.currency))],
          [w("This term"), of.status !== "cancelled" && w("{0} to {1}", day(of.current_term_start), day(of.current_term_end))],
          [w("Renews on"), !of.cancel_at && dated(of.next_billing_date)],
          [w("From the next term on"), of.pending && planOf({ ...of, ...of.pending })],
          [of.status === "cancelled" ? w("Ended on") : w("Ends on"), dated(of.cancel_at)],
          [w("How it is paid"), method ? nameOf(method) : w().collections[of.collection]],
        ]}
      />
    </div>
  );
}

const History = ({ of: { history } }: { of: Subscription }) => (
  <section>
    <h2>{w("History")}</h2>
    <Table
      caption={w("History")}
      rows={history}
      columns={[
        [w("What happened"), ({ event }) => w().happenings[event], "lead"],
        [w("By whom"), ({ by }) => by && w().sides[by as "client"], "sub"],
        [w("Date"), ({ at }) => day(at.slice(0, 10)), "end"],
      ]}
    />
  </section>
);
