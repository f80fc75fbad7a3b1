/** The connection to Stripe: whose account it is, and a new key. Keys go in and never come out. */
import { call, type Answer } from "../api/call";
import { moment } from "../base/format";
import { locale } from "../base/i18n";
import { forgetAnswers, Load, useGet } from "../base/load";
import { t } from "../base/words";
import { useSignal } from "../base/state";
import { Facts } from "../parts/facts";
import { Form, Password } from "../parts/form";
import { Status } from "../parts/status";
import { d } from "./desk";
import { may } from "./session";
import { Group } from "./settings_group";
import { w } from "./words";

type Connection = Answer<"GET /merchant/gateway">;

export function Gateway() {
  const owner = may("owner");
  const loaded = useGet("GET /merchant/gateway", {}, owner);
  if (!owner) return <p>{d("Only an owner can see and change the connection to Stripe.")}</p>;
  return (
    <Load from={loaded}>
      {(found) => (
        <>
          <Group title={d("Online payments")} hint={d("Connect your Stripe account and clients can pay by card and direct debit. The money goes straight to your account.")}>
            <State of={found} />
          </Group>
          <Group title={found.connected ? d("Replace the key") : d("Connect Stripe")}>
            <Connect of={found} />
          </Group>
        </>
      )}
    </Load>
  );
}

function State({ of }: { of: Connection }) {
  if (!of.connected) return <Status tone="calm">{d("Not connected")}</Status>;
  const country = of.country && new Intl.DisplayNames(locale.value, { type: "region" }).of(of.country.toUpperCase());
  return (
    <>
      {of.charges_enabled ? <Status tone="good">{d("Ready for payments")}</Status> : <p class="notice bad">{d("Connected, but Stripe does not allow charges yet. Finish the setup of your account there.")}</p>}
      <Facts
        of={[
          [w("Account"), [of.account_name, of.account_id].filter(Boolean).join(" · ")],
          [d("Mode"), of.livemode ? d("Live: real money") : d("Test: no money moves")],
          [t("Country"), country],
          [w("Currency"), of.default_currency?.toUpperCase()],
          [d("Connected"), of.connected_at && moment(of.connected_at)],
        ]}
      />
    </>
  );
}

function Connect({ of }: { of: Connection }) {
  /** A new round empties the fields: what was typed is secret. */
  const round = useSignal(0);
  const own = useSignal(false);
  const send = async ({ api_key = "", webhook_secret = "" }: Record<string, string>) => {
    await call("PUT /merchant/gateway", { body: { api_key: api_key.trim(), ...(webhook_secret && { webhook_secret: webhook_secret.trim() }) } });
    round.value++;
    forgetAnswers();
    return d("Connected.");
  };
  return (
    <Form submit={of.connected ? d("Replace the key") : d("Connect Stripe")} kind={of.connected ? "plain" : "primary"} send={send}>
      <div class="stack" key={round.value}>
        <Password label={d("Secret or restricted key")} name="api_key" autocomplete="off" hint={d("In Stripe under Developers, API keys. It is kept encrypted and never shown again.")} minLength={12} maxLength={300} placeholder="sk_…" />
        <label class="check">
          <input type="checkbox" checked={own.value} onChange={() => (own.value = !own.value)} />
          {d("I set up the webhook myself")}
        </label>
        {own.value && (
          <>
            <Facts of={[[d("Webhook address"), <code>{of.webhook_url}</code>]]} />
            <Password label={d("Webhook secret")} name="webhook_secret" autocomplete="off" hint={d("Only if you set up the webhook at Stripe yourself; otherwise it is done for you.")} minLength={12} maxLength={300} placeholder="whsec_…" />
          </>
        )}
      </div>
    </Form>
  );
}
