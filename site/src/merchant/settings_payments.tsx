/** The connection to Stripe: whose account it is, and a new key. Keys go in and never come out. */
import { call, type Answer } from "../api/call";
import { moment } from "../base/format";
import { locale } from "../base/i18n";
import { forgetAnswers, Load, useLoad } from "../base/load";
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
  const loaded = useLoad(owner ? "gateway" : "", () => call("GET /merchant/gateway"));
  if (!owner) return <p>{d().gatewayOwners}</p>;
  return (
    <Load from={loaded}>
      {(found) => (
        <>
          <Group title={d().gateway} hint={d().gatewayIntro}>
            <State of={found} />
          </Group>
          <Group title={found.connected ? d().replace : d().connect}>
            <Connect of={found} />
          </Group>
        </>
      )}
    </Load>
  );
}

function State({ of }: { of: Connection }) {
  if (!of.connected) return <Status tone="calm">{d().notConnected}</Status>;
  const country = of.country && new Intl.DisplayNames(locale.value, { type: "region" }).of(of.country.toUpperCase());
  return (
    <>
      {of.charges_enabled ? <Status tone="good">{d().charges}</Status> : <p class="notice bad">{d().noCharges}</p>}
      <Facts
        of={[
          [d().accountName, [of.account_name, of.account_id].filter(Boolean).join(" · ")],
          [d().mode, of.livemode ? d().live : d().test],
          [d().country, country],
          [w().currency, of.default_currency?.toUpperCase()],
          [d().since, of.connected_at && moment(of.connected_at)],
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
    return d().connected;
  };
  return (
    <Form submit={of.connected ? d().replace : d().connect} kind={of.connected ? "plain" : "primary"} send={send}>
      <div class="stack" key={round.value}>
        <Password label={d().apiKey} name="api_key" autocomplete="off" hint={d().apiKeyHint} minLength={12} maxLength={300} placeholder="sk_…" />
        <label class="check">
          <input type="checkbox" checked={own.value} onChange={() => (own.value = !own.value)} />
          {d().ownWebhook}
        </label>
        {own.value && (
          <>
            <Facts of={[[d().webhookUrl, <code>{of.webhook_url}</code>]]} />
            <Password label={d().webhookSecret} name="webhook_secret" autocomplete="off" hint={d().webhookHint} minLength={12} maxLength={300} placeholder="whsec_…" />
          </>
        )}
      </div>
    </Form>
  );
}
