/** What the customer subscribes to, to look at. */
import { call, type Answer } from "../api/call";
import { day, money } from "../base/format";
import { Load, useLoad, usePages } from "../base/load";
import { Facts } from "../parts/facts";
import { Page } from "../parts/page";
import { Status, type Tone } from "../parts/status";
import { Listing } from "../parts/table";
import { invoiceColumns } from "./invoices";
import { w } from "./words";

type Row = Answer<"GET /portal/subscriptions">["items"][number];

const tones: Partial<Record<Row["status"], Tone>> = { live: "good", trial: "news", past_due: "bad", non_renewing: "warn" };

const SubscriptionStatus = ({ of: { status } }: { of: Row }) => <Status tone={tones[status] ?? "calm"}>{w().subscriptionStates[status]}</Status>;

const priceOf = (row: Row): string => w().every(money(row.amount, row.currency), row.interval_count, row.interval);
const planOf = (row: Row): string => (row.quantity > 1 ? `${row.plan_name} × ${row.quantity}` : row.plan_name);

/** The plans of one's own subscriptions, for a filter: code and name. */
export function usePlans(shown: boolean): Record<string, string> {
  const { data } = useLoad(shown ? "plans" : "", () => call("GET /portal/subscriptions", { limit: 100 }));
  return Object.fromEntries(data?.items.map(({ plan_code, plan_name }) => [plan_code, plan_name]) ?? []);
}

export function Subscriptions() {
  const subscriptions = usePages("subscriptions", (cursor) => call("GET /portal/subscriptions", { cursor }));
  return (
    <Page title={w().subscriptions}>
      <Listing
        from={subscriptions}
        caption={w().subscriptions}
        empty={w().noSubscriptions}
        href={(row) => `/subscriptions/${row.id}`}
        columns={[
          { head: w().plan, cell: planOf, narrow: "lead" },
          { head: w().since, cell: (row) => day(row.created_at.slice(0, 10)), narrow: "none" },
          { head: w().renewsOn, cell: (row) => row.next_billing_date && day(row.next_billing_date), narrow: "end" },
          { head: w().status, cell: (row) => <SubscriptionStatus of={row} />, narrow: "sub" },
          { head: w().price, cell: priceOf, narrow: "side", figure: true },
        ]}
      />
    </Page>
  );
}

export function SubscriptionPage({ id }: { id: string }) {
  const loaded = useLoad(`subscription:${id}`, () => call("GET /portal/subscriptions/{subscription_id}", { subscription_id: id }));
  const invoices = usePages(`invoices-of:${id}`, (cursor) => call("GET /portal/invoices", { subscription: id, cursor }));
  const row = loaded.data;
  return (
    <Page
      title={row ? planOf(row) : w().subscriptions}
      up={["/subscriptions", w().subscriptions]}
      lead={row && <p class="soft"><SubscriptionStatus of={row} /></p>}
    >
      <Load from={loaded}>{(found) => <Terms of={found} />}</Load>
      <section>
        <h2>{w().itsInvoices}</h2>
        <Listing from={invoices} caption={w().itsInvoices} empty={w().noInvoices} href={(invoice) => `/invoices/${invoice.id}`} columns={invoiceColumns()} />
      </section>
    </Page>
  );
}

function Terms({ of }: { of: Row }) {
  const dated = (date: string | null) => date && day(date, "long");
  return (
    <div class="wide">
      <Facts
        of={[
          [w().price, priceOf(of)],
          [w().renewsOn, !of.cancel_at && dated(of.next_billing_date)],
          [w().endsOn, dated(of.cancel_at)],
          [w().since, dated(of.created_at.slice(0, 10))],
          [w().collected, w().collections[of.collection]],
        ]}
      />
    </div>
  );
}
