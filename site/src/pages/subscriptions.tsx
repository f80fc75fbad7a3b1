/** What the customer subscribes to, to look at. */
import type { Answer } from "../api/call";
import { day, money } from "../base/format";
import { fill } from "../base/i18n";
import { useGet, useList } from "../base/load";
import { Facts } from "../parts/facts";
import { ListPage, OnePage } from "../parts/rooms";
import { Status, type Tone } from "../parts/status";
import { Listing } from "../parts/table";
import { invoiceColumns } from "./invoices";
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
  return (
    <OnePage
      from={loaded}
      title={w("Subscriptions")}
      named={planOf}
      up={["/subscriptions", w("Subscriptions")]}
      lead={(row) => <SubscriptionStatus of={row} />}
      under={
        <section>
          <h2>{w("Its invoices")}</h2>
          <Listing from={invoices} caption={w("Its invoices")} empty={w("Your invoices will appear here as soon as the first one is sent.")} href={(invoice) => `/invoices/${invoice.id}`} columns={invoiceColumns()} />
        </section>
      }
    >
      {(row) => <Terms of={row} />}
    </OnePage>
  );
}

function Terms({ of }: { of: Row }) {
  const dated = (date: string | null) => date && day(date, "long");
  return (
    <div class="wide">
      <Facts
        of={[
          [w("Price"), priceOf(of)],
          [w("Renews on"), !of.cancel_at && dated(of.next_billing_date)],
          [w("Ends on"), dated(of.cancel_at)],
          [w("Since"), dated(of.created_at.slice(0, 10))],
          [w("How it is paid"), w().collections[of.collection]],
        ]}
      />
    </div>
  );
}
