/** Everything of the company as one file, for its owners. */
import { call } from "../api/call";
import { me } from "../api/portal";
import { useGet } from "../base/load";
import { here, refine, to } from "../base/router";
import { Section } from "../parts/account";
import { Page } from "../parts/page";
import { Archive } from "./archive";
import { w } from "./words";

const about = () => <p class="soft">{w("Everything that is kept here of your company and your people, as one file.")}</p>;

/** On the account's page. */
export const ExportLink = () =>
  me.value?.role === "owner" ? (
    <Section title={w("Your company's data")}>
      <div class="stack">
        {about()}
        <p>
          <a class="button" href={to("/account/export")}>{w("Take your data")}</a>
        </p>
      </div>
    </Section>
  ) : null;

export function ExportPage() {
  const export_id = here.value.query.get("export") ?? "";
  const loaded = useGet("GET /portal/exports/{export_id}", { export_id }, !!export_id);
  return (
    <Page class="account" title={w("Your company's data")} up={["/account", w("Account")]} lead={about()}>
      <Section title={w("Your file")}>
        <div class="stack">
          <p class="soft">{w("Keep it safe: it tells of all your people.")}</p>
          <Archive
            name={w("Your file")}
            from={loaded}
            ask={async () => refine({ export: (await call("POST /portal/exports")).id })}
            get={() => call("GET /portal/exports/{export_id}", { export_id })}
          />
        </div>
      </Section>
      <Section title={w("What is in it")}>
        <ul class="plain">
          <li>{w("Invoices, estimates with their certificates, and receipts as documents")}</li>
          <li>{w("What you see in this portal, as tables and as JSON: payments, subscriptions, comments, messages and the like")}</li>
          <li>{w("Your people, how they sign in, and what they did")}</li>
          <li class="soft">{w("Passwords, secret addresses and card numbers are not in it.")}</li>
        </ul>
      </Section>
    </Page>
  );
}
