/** Who subscribes to what: the list, a new one, and one with all that staff do to it. */
import { call, type Answer, type Input } from "../api/call";
import { day, money } from "../base/format";
import { forgetAnswers, useGet, useList } from "../base/load";
import { go, here, refine, to } from "../base/router";
import { useSignal } from "../base/state";
import { useTask } from "../parts/button";
import { Choice } from "../parts/choice";
import { Dialog } from "../parts/dialog";
import { Facts } from "../parts/facts";
import { Failure } from "../parts/failure";
import { Select, TextArea } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { Menu } from "../parts/menu";
import { Done } from "../parts/notice";
import { Page } from "../parts/page";
import { ListPage, OnePage } from "../parts/rooms";
import { Status, type Tone } from "../parts/status";
import { Table } from "../parts/table";
import { Comments } from "./comments";
import { Confirm } from "./confirm";
import { d } from "./desk";
import { CustomerPicker } from "./invoice_customer";
import { useNames } from "./names";
import { everyOf } from "./price";
import { may } from "./session";
import { w } from "./words";

type Row = Answer<"GET /merchant/subscriptions">["items"][number];
type Subscription = Answer<"GET /merchant/subscriptions/{subscription_id}">;
type Wish = Input<"POST /merchant/subscriptions/{subscription_id}/change">["body"];
type Asked = "cancel" | "pause" | "resume" | "change" | "keep";

const tones: Partial<Record<Row["status"], Tone>> = { live: "good", trial: "news", past_due: "bad", non_renewing: "warn" };

const SubscriptionStatus = ({ of: { status } }: { of: Row }) => <Status tone={tones[status] ?? "calm"}>{d().subscriptionStates[status]}</Status>;

const pieces = (name: string, quantity: number): string => (quantity > 1 ? `${name} × ${quantity}` : name);
const planOf = ({ plan_name, quantity }: Row): string => pieces(plan_name, quantity);

export function Subscriptions() {
  const { query } = here.value;
  const [status, customer] = [query.get("status") ?? "", query.get("customer_id") ?? ""];
  const found = useList("GET /merchant/subscriptions", { status: (status || undefined) as Row["status"] | undefined, customer_id: customer });
  const nameOf = useNames(found.data);
  return (
    <ListPage
      title={w("Subscriptions")}
      from={found}
      actions={may("admin") && <a class="button primary" href={to(`/subscriptions/new${customer && `?customer_id=${customer}`}`)}>{d("New subscription")}</a>}
      empty={status || customer ? d("No subscription matches these filters.") : d("Whoever subscribes to a plan will appear here.")}
      href={(row) => `/subscriptions/${row.id}`}
      columns={[
        [d("Plan"), planOf, "lead"],
        [w("Customer"), (row) => nameOf(row.customer_id), "sub"],
        [d("Next invoice"), (row) => row.next_billing_date && day(row.next_billing_date), "none"],
        [w("Status"), (row) => <SubscriptionStatus of={row} />, "end"],
        [d("Price"), everyOf, "side figure"],
      ]}
    >
      <div class="filters">
        <Choice label={w("Status")} name="status" options={d().subscriptionStates} />
        <CustomerPicker key={customer} name="customer_id" value={customer} placeholder={d("Any")} onChoose={(chosen) => refine({ customer_id: chosen?.id ?? "" })} />
      </div>
    </ListPage>
  );
}

/** The plans on sale, as options. */
function PlanField({ value }: { value?: string }) {
  const plans = useGet("GET /merchant/plans", { limit: 100 }).data?.items.filter(({ active, code }) => active || code === value) ?? [];
  return (
    <Select label={d("Plan")} name="plan_code" key={plans.length} required>
      {plans.map((plan) => <option value={plan.code} selected={plan.code === value}>{`${plan.name}, ${everyOf(plan)}`}</option>)}
    </Select>
  );
}

const Quantity = ({ value = 1 }: { value?: number }) => <Field label={d("Quantity")} name="quantity" type="number" min={1} max={100000} defaultValue={String(value)} />;

export function NewSubscription() {
  const customer = useSignal(here.value.query.get("customer_id") ?? "");
  const send = async ({ plan_code = "", quantity, start_date, collection }: Record<string, string>) => {
    const body = { customer_id: customer.value, plan_code, quantity: Number(quantity), collection: collection as "online", ...(start_date && { start_date }) };
    const { id } = await call("POST /merchant/subscriptions", { body });
    forgetAnswers();
    go(`/subscriptions/${id}`);
  };
  return (
    <Page title={d("New subscription")} up={["/subscriptions", w("Subscriptions")]} class="pay">
      <Form submit={d("Subscribe")} send={send} extra={<a href={to("/subscriptions")}>{w("Cancel")}</a>}>
        <CustomerPicker name="customer_id" required value={customer.value} hint={d("Type the beginning of a name or e-mail.")} onChoose={(chosen) => (customer.value = chosen?.id ?? "")} />
        <PlanField />
        <Quantity />
        <Field label={d("First day")} name="start_date" type="date" optional hint={d("Today, if it is left empty. What is due is invoiced at once.")} />
        <Select label={d("How it is paid")} name="collection">
          {Object.entries(d().collections).map(([value, words]) => <option value={value}>{words}</option>)}
        </Select>
      </Form>
    </Page>
  );
}

export function SubscriptionPage({ id }: { id: string }) {
  const of = { subscription_id: id };
  const loaded = useGet("GET /merchant/subscriptions/{subscription_id}", of);
  const nameOf = useNames(loaded.data && [loaded.data]);
  const asked = useSignal<Asked | "">("");
  const done = useSignal("");
  const close = (words?: string) => {
    asked.value = "";
    if (!words) return;
    done.value = words;
    forgetAnswers();
  };
  const confirm = (title: string, words: string, submit: string, run: () => Promise<unknown>, kind: "primary" | "danger" = "primary") => (
    <Confirm key={asked.value} kind={kind} title={title} words={words} submit={submit} onClose={() => (asked.value = "")} run={async () => (await run(), close(d("Done. The customer is told by mail.")))} />
  );
  const question = {
    "": () => null,
    cancel: () => <Cancel of={loaded.data!} onClose={close} />,
    change: () => <Change of={loaded.data!} onClose={close} />,
    pause: () => confirm(d("Pause this subscription?"), d("What is paid for runs on. No further term begins until it is resumed."), d("Pause"), () => call("POST /merchant/subscriptions/{subscription_id}/pause", of)),
    resume: () => confirm(d("Resume this subscription?"), d("If its term is over, a new one begins today and is invoiced at once."), d("Resume"), () => call("POST /merchant/subscriptions/{subscription_id}/resumption", of)),
    keep: () => confirm(d("Undo the cancellation?"), d("It goes on as if nobody had cancelled it."), d("Undo cancellation"), () => call("DELETE /merchant/subscriptions/{subscription_id}/cancellation", of)),
  };
  return (
    <OnePage
      from={loaded}
      title={w("Subscriptions")}
      named={planOf}
      up={["/subscriptions", w("Subscriptions")]}
      lead={(row) => (
        <>
          <a href={to(`/customers/${row.customer_id}`)}>{nameOf(row.customer_id)}</a>
          <br />
          <SubscriptionStatus of={row} />
        </>
      )}
      actions={({ actions }) => {
        const button = (action: Asked, words: string, name: string = action) => actions.includes(name) && <button onClick={() => ((done.value = ""), (asked.value = action))}>{words}</button>;
        return (
          <>
            {button("resume", d("Resume"))}
            {button("keep", d("Undo cancellation"), "undo_cancellation")}
            {button("change", d("Change"))}
            {(actions.includes("cancel") || actions.includes("pause")) && (
              <Menu label={w("More")}>
                {button("pause", d("Pause"))}
                {button("cancel", d("Cancel subscription"))}
              </Menu>
            )}
          </>
        );
      }}
      over={<Done>{done.value}</Done>}
      under={
        <>
          {loaded.data && <History of={loaded.data} />}
          {loaded.data && <Comments of="subscription" id={id} />}
          {question[asked.value]()}
        </>
      }
    >
      {(row) => <Terms of={row} />}
    </OnePage>
  );
}

function Terms({ of }: { of: Subscription }) {
  const long = (date: string | null) => date && day(date, "long");
  return (
    <section>
      <Facts
      of={[
        [d("Price"), everyOf(of)],
        [d("Quantity"), of.quantity > 1 && `${of.quantity}, ${money(of.amount * of.quantity, of.currency)}`],
        [d("This term"), of.status !== "cancelled" && `${day(of.current_term_start)} – ${day(of.current_term_end)}`],
        [d("Next invoice"), long(of.next_billing_date)],
        [d("From the next term on"), of.pending && `${pieces(of.pending.plan_name, of.pending.quantity)}, ${everyOf({ ...of.pending, currency: of.currency })}`],
        [d("Last day"), long(of.cancel_at)],
        [d("Reason"), of.ending && `${d().reasons[of.ending.reason as "other"]}${of.ending.comment && `: ${of.ending.comment}`}`],
        [d("How it is paid"), d().collections[of.collection]],
        [w("Invoices"), <a href={to(`/invoices?customer_id=${of.customer_id}&plan=${of.plan_code}`)}>{d("Invoices of this plan")}</a>],
      ]}
    />
    </section>
  );
}

const History = ({ of: { history } }: { of: Subscription }) => (
  <section>
    <h2>{d("History")}</h2>
    <Table
      caption={d("History")}
      rows={history}
      columns={[
        [d("What happened"), ({ event }) => d().happenings[event], "lead"],
        [d("By whom"), ({ by }) => by && d().sides[by as "client"], "sub"],
        [w("Date"), ({ at }) => day(at.slice(0, 10)), "end"],
      ]}
    />
  </section>
);

interface QuestionProps {
  of: Subscription;
  onClose: (words?: string) => void;
}

function Cancel({ of, onClose }: QuestionProps) {
  const send = async ({ when, reason, comment }: Record<string, string>) => {
    await call("POST /merchant/subscriptions/{subscription_id}/cancellation", { subscription_id: of.id, body: { when: when as "now", reason: reason as "other", comment } });
    onClose(d("Done. The customer is told by mail."));
  };
  return (
    <Dialog title={d("Cancel subscription")} onClose={() => onClose()}>
      <Form submit={d("Cancel subscription")} kind="danger" send={send}>
        <Select label={d("When")} name="when">
          {of.status !== "non_renewing" && <option value="end_of_term">{d("At the end of its term, {0}", day(of.current_term_end))}</option>}
          <option value="now">{d("Today; nothing is given back by itself")}</option>
        </Select>
        <Select label={d("Reason")} name="reason">
          {Object.entries(d().reasons).map(([value, words]) => <option value={value}>{words}</option>)}
        </Select>
        <TextArea label={d("Comment")} name="comment" rows={2} maxLength={1000} optional />
      </Form>
    </Dialog>
  );
}

/** What it does is shown before it is done: the button asks twice. */
function Change({ of, onClose }: QuestionProps) {
  const preview = useSignal<Answer<"POST /merchant/subscriptions/{subscription_id}/change-preview"> | undefined>(undefined);
  const wish = useSignal<Wish | undefined>(undefined);
  const task = useTask();
  const show = async ({ plan_code, quantity, when }: Record<string, string>) => {
    const body: Wish = { plan_code, quantity: Number(quantity), when: when as "now" };
    preview.value = await call("POST /merchant/subscriptions/{subscription_id}/change-preview", { subscription_id: of.id, body });
    wish.value = body;
  };
  const change = async () => {
    await call("POST /merchant/subscriptions/{subscription_id}/change", { subscription_id: of.id, body: wish.value! });
    onClose(d("Done. The customer is told by mail."));
  };
  const { value: found } = preview;
  return (
    <Dialog title={d("Change")} onClose={() => onClose()}>
      <div class="stack" onInput={() => (preview.value = undefined)}>
        <Form submit={d("See what it does")} kind={found ? "plain" : "primary"} send={show}>
          <PlanField value={(of.pending ?? of).plan_code} />
          <Quantity value={(of.pending ?? of).quantity} />
          <Select label={d("When")} name="when">
            <option value="end_of_term">{d("From the next term on")}</option>
            <option value="now">{d("Today")}</option>
          </Select>
        </Form>
        {found && (
          <>
            <p role="status">
              {found.due_now ? d("{0} without tax are invoiced now, for {1} of {2} days.", money(found.due_now, found.currency), found.days_left, found.days_in_term) : d("Nothing is invoiced now.")}{" "}
              {d("From {0} on a term costs {1} without tax.", day(found.next_billing_date, "long"), money(found.next_price, found.currency))}
            </p>
            <Failure problem={task.problem} />
            <div class="actions">
              <button class="primary" aria-busy={task.busy} disabled={task.busy} onClick={() => task.run(change)}>{d("Change it")}</button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
