/** What is sold by subscription: the list of plans, and one of them as a form. */
import { call, Problem, type Answer, type Input } from "../api/call";
import { decimal, decimals, minor } from "../base/format";
import { forgetAnswers, Load, useGet, useList } from "../base/load";
import { go, to } from "../base/router";
import { t } from "../base/words";
import { Select, TextArea } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { Page } from "../parts/page";
import { ListPage } from "../parts/rooms";
import { Status } from "../parts/status";
import { d } from "./desk";
import { written } from "./invoice_sums";
import { everyOf } from "./price";
import { organization } from "./session";
import { Group } from "./settings_group";
import { w } from "./words";

type Plan = Answer<"GET /merchant/plans/{plan_id}">;
type Interval = Plan["interval"];

export const Plans = () => (
  <ListPage
    title={d("Plans")}
    from={useList("GET /merchant/plans")}
    actions={<a class="button primary" href={to("/plans/new")}>{d("New plan")}</a>}
    empty={d("What you sell by subscription will appear here.")}
    href={(plan) => `/plans/${plan.id}`}
    columns={[
      [w("Name"), ({ name }) => name, "lead"],
      [d("Code"), ({ code }) => code, "none"],
      [w("Status"), ({ active }) => <Status tone={active ? "good" : "calm"}>{active ? d("On sale") : d("Not on sale")}</Status>, "sub"],
      [d("Price"), everyOf, "side figure"],
    ]}
  />
);

export const PlanPage = ({ id }: { id: string }) => {
  const loaded = useGet("GET /merchant/plans/{plan_id}", { plan_id: id }, !!id);
  return (
    <Page class="settings" title={id ? (loaded.data?.name ?? d("Plan")) : d("New plan")} up={["/plans", d("Plans")]}>
      {id ? <Load from={loaded}>{(plan) => <PlanForm of={plan} />}</Load> : <PlanForm />}
    </Page>
  );
};

function PlanForm({ of }: { of?: Plan }) {
  const currency = of?.currency ?? organization.value?.currency ?? "EUR";
  const amountOf = (amount: number | undefined) => (amount === undefined ? "" : written(decimal(amount, decimals(currency))));
  const send = async (values: Record<string, string>) => {
    const { name = "", description = "", code = "", interval, tax_rate = "" } = values;
    const money = Object.fromEntries(["amount", "setup_fee"].map((field) => [field, minor(values[field] || "0", currency)])) as { amount: number; setup_fee: number };
    const errors = Object.entries(money).filter(([, amount]) => !(amount >= 0)).map(([path]) => ({ path, message: d("Please write an amount, for example 120.50.") }));
    if (errors.length) throw new Problem(422, "", "", errors);
    const body = { ...money, name, description, tax_rate: tax_rate.replace(",", "."), trial_days: Number(values.trial_days), active: "active" in values };
    if (of) await call("PATCH /merchant/plans/{plan_id}", { plan_id: of.id, body });
    else await call("POST /merchant/plans", { body: { ...body, code, currency, interval, interval_count: Number(values.interval_count) } as Input<"POST /merchant/plans">["body"] });
    forgetAnswers();
    go("/plans");
  };
  const whole = { type: "number", min: 0, max: 365 } as const;
  return (
    <Form submit={t("Save")} send={send} extra={<a href={to("/plans")}>{w("Cancel")}</a>}>
      <Group title={d("Plan")}>
        <Field label={w("Name")} name="name" defaultValue={of?.name} maxLength={200} />
        {!of && <Field label={d("Code")} name="code" hint={d("Stands in addresses and never changes.")} autocapitalize="off" spellcheck={false} autocomplete="off" />}
        <TextArea label={d("Description")} name="description" defaultValue={of?.description} rows={2} maxLength={1000} optional />
        <label class="check">
          <input type="checkbox" name="active" defaultChecked={of?.active ?? true} />
          {d("On sale")}
        </label>
      </Group>
      <Group title={d("Price")} hint={of && d("Who is subscribed already keeps what was agreed.")}>
        <div class="pair">
          <Field label={d("Price in {0}, without tax", currency)} name="amount" inputMode="decimal" defaultValue={amountOf(of?.amount)} autocomplete="off" />
          <Field label={d("Tax %")} name="tax_rate" inputMode="decimal" defaultValue={of && written(of.tax_rate)} autocomplete="off" />
        </div>
        {of ? (
          <p class="soft">{everyOf(of)}</p>
        ) : (
          <div class="pair">
            <Field label={d("A term is so many")} name="interval_count" {...whole} min={1} defaultValue="1" />
            <Select label={d("Interval")} name="interval">
              {(Object.keys(d().intervals) as Interval[]).map((one) => <option value={one} selected={one === "month"}>{d().intervals[one]}</option>)}
            </Select>
          </div>
        )}
        <div class="pair">
          <Field label={d("Days of trial")} name="trial_days" {...whole} defaultValue={String(of?.trial_days ?? 0)} />
          <Field label={d("Set-up fee")} name="setup_fee" inputMode="decimal" defaultValue={amountOf(of?.setup_fee ?? 0)} autocomplete="off" />
        </div>
      </Group>
    </Form>
  );
}
