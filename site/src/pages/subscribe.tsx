/** The hosted payment page: a stranger sees a plan, says who they are, pays at the gateway, and comes back to how it went. */
import { ask, type Answer } from "../api/call";
import { face, portal } from "../api/portal";
import { money, percent } from "../base/format";
import { fill, language } from "../base/i18n";
import { Load, useLoad } from "../base/load";
import { here, to } from "../base/router";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { useEffect, useRef } from "preact/hooks";
import { AddressFields, addressOf } from "../parts/addresses";
import { Door } from "../parts/doors";
import { Field, Form } from "../parts/form";
import { Sums, type Sum } from "../parts/sums";
import { pause } from "./documents";
import { w } from "./words";

type Plan = Answer<"GET /portals/{portal}/plans/{plan_code}">;
type Checkout = Answer<"GET /portals/{portal}/checkouts/{checkout_id}">;

export function Subscribe() {
  const [, , plan_code = "", back] = here.value.path.split("/");
  const loaded = useLoad(`plan:${plan_code}`, () => ask("GET /portals/{portal}/plans/{plan_code}", { portal, plan_code }));
  const checkout = here.value.query.get("checkout");
  if (loaded.problem?.missing) return <Door key="none" title={w("This is not on sale")} intro={w("Please ask {0} what they offer now.", face.value!.name)} />;
  const plan = loaded.data;
  if (!plan) return <Door title={w("Subscribe")}><Load from={loaded}>{() => null}</Load></Door>;
  return back && checkout ? <Return plan={plan} id={checkout} /> : <Offer key="offer" plan={plan} />;
}

/** What is due today, in minor units: nothing during a trial; tax is rounded half up. */
function dueToday({ amount, setup_fee, trial_days, tax_rate }: Plan, quantity: number): { tax: number; total: number } {
  const net = trial_days ? 0 : amount * quantity + setup_fee;
  const tax = Math.floor((net * Math.round(Number(tax_rate) * 1000) + 50_000) / 100_000);
  return { tax, total: net + tax };
}

function Offer({ plan }: { plan: Plan }) {
  const quantity = useSignal(1);
  const last = useRef({ said: "", key: "" });
  const { tax, total } = dueToday(plan, quantity.value);
  const in_ = (amount: number) => money(amount, plan.currency);
  const send = async (values: Record<string, string>) => {
    const { first_name = "", last_name, email = "", company_name, tax_id } = values;
    const body = {
      plan_code: plan.code,
      quantity: quantity.value,
      contact: { first_name, last_name, email },
      company: { company_name, tax_id },
      billing_address: addressOf(values, "billing_address"),
      language: language.value,
    };
    // What is sent again unchanged finds the same page; anything else is another purchase.
    const said = JSON.stringify(body);
    if (last.current.said !== said) last.current = { said, key: crypto.randomUUID() };
    location.assign((await ask("POST /portals/{portal}/checkouts", { portal, body }, { key: last.current.key })).redirect_url);
    await new Promise(() => {}); // the button stays busy until the other page is there
  };
  const sums: Sum[] = [[w("Price"), fill(w().every[plan.interval], plan.interval_count, in_(plan.amount))]];
  if (plan.setup_fee) sums.push([w("Set-up, once"), in_(plan.setup_fee)]);
  sums.push(plan.trial_days ? [w("Trial"), w("One day, free|{0} days, free", plan.trial_days)] : [w("Tax, {0}", percent(plan.tax_rate)), in_(tax)]);
  sums.push([w("Due today"), in_(total), "balance"]);
  return (
    <Door title={plan.name} intro={plan.description}>
      <Form submit={total ? w("Subscribe and pay {0}", in_(total)) : w("Start the trial")} send={send}>
        <Sums of={sums} live />
        <Field label={w("Quantity")} name="quantity" type="number" min={1} max={100000} step={1} value={quantity.value} onInput={(event) => (quantity.value = Math.max(1, Math.floor(event.currentTarget.valueAsNumber) || 1))} />
        <div class="pair">
          <Field label={w("First name")} name="first_name" autocomplete="given-name" maxLength={120} />
          <Field label={w("Last name")} name="last_name" autocomplete="family-name" maxLength={120} optional />
        </div>
        <Field label={t("E-mail address")} name="email" type="email" autocomplete="email" hint={w("The receipt goes there.")} />
        <div class="pair">
          <Field label={w("Company")} name="company_name" autocomplete="organization" maxLength={200} optional />
          <Field label={w("Tax number")} name="tax_id" maxLength={40} optional />
        </div>
        <AddressFields name="billing_address" />
        <p class="soft">{plan.trial_days ? w("Your card is saved on the payment page. Nothing is charged before the trial is over, {0} and tax then.", in_(plan.amount * quantity.value)) : w("You pay on a secure page; your card is saved there for the next terms.")}</p>
      </Form>
    </Door>
  );
}

function Return({ plan, id }: { plan: Plan; id: string }) {
  const state = useSignal<Checkout["status"] | undefined>(undefined);
  const seconds = useSignal(0);
  useEffect(() => {
    let here = true;
    void (async () => {
      for (let wait = 0; here && seconds.value < 600 && !isOver(state.value); seconds.value += wait) {
        await pause(wait * 1000);
        wait = seconds.value < 10 ? 1 : seconds.value < 60 ? 3 : 10;
        try {
          state.value = (await ask("GET /portals/{portal}/checkouts/{checkout_id}", { portal, checkout_id: id })).status;
        } catch {
          wait = 3; // whoever paid must not be told otherwise because a line was cut
        }
      }
    })();
    return () => void (here = false);
  }, []);
  const again = <a class="button primary" href={to(`/subscribe/${plan.code}`)}>{w("Back to {0}", plan.name)}</a>;
  if (state.value === "complete")
    return (
      <Door key="done" class="paid" title={w("Welcome to {0}", plan.name)}>
        <p role="status">{w("Thank you, everything is done. We have written to you.")}</p>
        <p class="actions"><a class="button" href={to("/sign-in")}>{t("Sign in")}</a></p>
      </Door>
    );
  if (state.value === "failed" || state.value === "expired") return <Door key="over" title={w("The payment did not go through")} intro={w("No money has moved.")}><p class="actions">{again}</p></Door>;
  if (state.value === "open" && seconds.value > 6) return <Door key="open" title={w("Not paid yet")} intro={w("No money has moved.")}><p class="actions">{again}</p></Door>;
  return (
    <Door key="working" title={w("Your payment is on its way…")}>
      <p class="soft waiting" role="status">{seconds.value >= 15 && w("Your bank takes a little longer. You can close this page: we will write to you.")}</p>
    </Door>
  );
}

const isOver = (status: string | undefined): boolean => status === "complete" || status === "failed" || status === "expired";
