/** Saved cards and accounts: shown on the account page, added and replaced on the payment service's page. */
import { call, type Answer } from "../api/call";
import { forgetAnswers, Load, useGet } from "../base/load";
import { here, to } from "../base/router";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { useEffect } from "preact/hooks";
import { me } from "../api/portal";
import { Section } from "../parts/account";
import { Form, Password, Username } from "../parts/form";
import { Page } from "../parts/page";
import { pause } from "./documents";
import { useDashboard } from "./home";
import { nameOf, validity } from "./pay";
import { w } from "./words";

type Method = Answer<"GET /portal/payment-methods">["items"][number];

/** The section of the account page. */
export function Cards() {
  const loaded = useGet("GET /portal/payment-methods");
  const features = useDashboard().data?.features;
  return (
    <Section title={w("Cards and accounts")}>
      <Load from={loaded}>
        {({ items }) => (
          <div class="stack">
            {!items.length && <p class="soft">{w("Nothing is saved yet.")}</p>}
            <ul class="plain">
              {items.map((method) => (
                <li class="between">
                  <span>
                    {nameOf(method)}
                    <br />
                    <span class="soft">{method.mandate ? w("mandate {0}", method.mandate) : validity(method)}</span>
                  </span>
                  {features?.payment_method_update && (
                    <a class="button" href={to(`/account/cards/${method.id}`)} aria-label={w("Replace {0}", nameOf(method))}>{w("Replace")}</a>
                  )}
                </li>
              ))}
            </ul>
            {features?.payment_method_add && (
              <p>
                <a class="button" href={to("/account/cards/new")}>{w("Add a payment method")}</a>
              </p>
            )}
          </div>
        )}
      </Load>
    </Section>
  );
}

/** Before the payment service's page: what will happen, and who is there. */
export function CardPage({ id }: { id: string }) {
  const loaded = useGet("GET /portal/payment-methods");
  const isNew = id === "new";
  return <Load from={loaded}>{({ items }) => <Leave of={items.find((method) => method.id === id)} isNew={isNew} />}</Load>;
}

function Leave({ of, isNew }: { of: Method | undefined; isNew: boolean }) {
  if (!of && !isNew) return <Page class="pay" title={w("This is not saved here any more.")} up={["/account", w("Account")]} />;
  const send = async ({ password }: Record<string, string>) => {
    const options = { key: crypto.randomUUID() };
    const page = of
      ? await call("POST /portal/payment-methods/{payment_method_id}/replacement", { payment_method_id: of.id, body: { password } }, options)
      : await call("POST /portal/payment-methods", { body: { password } }, options);
    location.assign(page.redirect_url);
    await new Promise(() => {}); // the button stays busy until the other page is there
  };
  return (
    <Page
      class="pay"
      title={of ? w("Replace {0}", nameOf(of)) : w("Add a payment method")}
      up={["/account", w("Account")]}
      lead={<p class="soft">{of ? w("You enter what takes its place on a secure page. What this one pays for goes on with the new one.") : w("You enter it on a secure page. Nothing is charged.")}</p>}
    >
      <Form submit={w("Go to the secure page")} send={send}>
        <Username of={me.value?.email} />
        <Password label={t("Current password")} name="password" autocomplete="current-password" />
      </Form>
    </Page>
  );
}

/** Where the payment service sends people back to: asked until it is known, even if its word comes late. */
export function CardReturn() {
  const setup = here.value.query.get("setup") ?? "";
  const state = useSignal("");
  const seconds = useSignal(0);
  useEffect(() => {
    let stands = true;
    void (async () => {
      for (let wait = 0; stands && seconds.value < 600 && !isOver(state.value); seconds.value += wait) {
        await pause(wait * 1000);
        wait = seconds.value < 10 ? 1 : seconds.value < 60 ? 3 : 10;
        try {
          state.value = (await call("GET /portal/payment-method-setups/{setup_id}", { setup_id: setup })).status;
        } catch {
          wait = 3; // whoever saved a card must not be told otherwise because a line was cut
        }
      }
      forgetAnswers();
    })();
    return () => void (stands = false);
  }, []);
  const over = isOver(state.value) || seconds.value >= 6;
  const title = state.value === "complete" ? w("Your payment method is saved") : over ? w("Nothing new yet") : w("Your payment method is on its way…");
  return (
    <Page key={title} class="pay" title={title}>
      <p class={over ? "soft" : "soft waiting"} role="status">
        {state.value === "complete" ? w("Payments and subscriptions can use it from now on.") : over && w("If you saved one, it appears under Account in a moment. Otherwise nothing has changed.")}
      </p>
      <div class="actions">
        <a class="button primary" href={to("/account")}>{w("Account")}</a>
      </div>
    </Page>
  );
}

const isOver = (status: string): boolean => ["complete", "failed", "expired"].includes(status);
