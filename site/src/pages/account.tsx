/** My account: my details, my password, where I am signed in, and the companies I belong to. */
import { call, type Answer } from "../api/call";
import { enter, face, me, settle } from "../api/portal";
import { languageNames, languages } from "../base/i18n";
import { forgetAnswers, Load, useGet } from "../base/load";
import { go, to } from "../base/router";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { ChangePassword, Section, Sessions } from "../parts/account";
import { Button, useTask } from "../parts/button";
import { Failure } from "../parts/failure";
import { Facts } from "../parts/facts";
import { Select } from "../parts/fields";
import { Field, Form, Password, Username } from "../parts/form";
import { Page } from "../parts/page";
import { Calendar } from "./calendar";
import { Cards } from "./cards";
import { ExportLink } from "./export";
import { Forget } from "./forget";
import { useDashboard } from "./home";
import { Passkeys } from "./passkeys";
import { People } from "./people";
import { SecondFactor } from "./second_factor";
import { w } from "./words";

type Person = Answer<"GET /portal/me">;

export function Account() {
  const loaded = useGet("GET /portal/me");
  const sessions = useGet("GET /portal/me/sessions");
  const features = useDashboard().data?.features;
  return (
    <Page class="account" title={w("Account")} actions={<a class="button" href={to("/account/activity")}>{w("Activity")}</a>} lead={loaded.data && <p class="soft">{loaded.data.email}<br />{w().roles[loaded.data.role as "viewer"]}</p>}>
      <Load from={loaded}>
        {(person) => (
          <>
            <Section title={w("My details")}>
              <Details of={person} />
            </Section>
            {features?.company_edit && (
              <Section title={w("Company details")}>
                <div class="stack">
                  <p class="soft">{w("Name, tax number and addresses for your next invoices.")}</p>
                  <p>
                    <a class="button" href={to("/account/company")}>{w("Change company details")}</a>
                  </p>
                </div>
              </Section>
            )}
            <Cards />
            {features?.profile_edit !== false && (
              <Section title={w("Change e-mail address")}>
                <ChangeEmail of={person.email} />
              </Section>
            )}
            <ChangePassword email={person.email} send={(body) => call("PUT /portal/me/password", { body })} />
            <Section title={w("Second factor")}>
              <SecondFactor />
            </Section>
            <Section title={w("Passkeys")}>
              <Passkeys />
            </Section>
          </>
        )}
      </Load>
      <Sessions from={sessions} end={(session_id) => call("DELETE /portal/me/sessions/{session_id}", { session_id })} />
      <Calendar />
      <People />
      <Companies />
      <ExportLink />
      <Forget />
    </Page>
  );
}

function Details({ of }: { of: Person }) {
  if (useDashboard().data?.features.profile_edit === false) return <Facts of={[[w("First name"), of.first_name], [w("Last name"), of.last_name], [w("Phone"), of.phone]]} />;
  const offered = languages.filter((one) => face.value?.languages.includes(one));
  const zones = Intl.supportedValuesOf("timeZone");
  const send = async (values: Record<string, string>) => {
    me.value = { ...me.value!, ...(await call("PATCH /portal/me", { body: values as never })) };
    await settle();
    return t("Saved.");
  };
  return (
    <Form submit={t("Save")} send={send}>
      <div class="pair">
        <Field label={w("First name")} name="first_name" defaultValue={of.first_name} autocomplete="given-name" maxLength={120} />
        <Field label={w("Last name")} name="last_name" defaultValue={of.last_name} autocomplete="family-name" maxLength={120} optional />
      </div>
      <Field label={w("Phone")} name="phone" type="tel" defaultValue={of.phone} autocomplete="tel" optional />
      <div class="pair">
        <Select label={w("Language")} name="language" defaultValue={of.language}>
          {offered.map((one) => (
            <option value={one} selected={one === of.language}>
              {languageNames[one]}
            </option>
          ))}
        </Select>
        <Select label={w("Time zone")} name="timezone">
          {[...new Set([of.timezone ?? "UTC", ...zones])].map((zone) => (
            <option selected={zone === of.timezone}>{zone}</option>
          ))}
        </Select>
      </div>
    </Form>
  );
}

function ChangeEmail({ of }: { of: string }) {
  /** Where a mail went; a new round empties the fields. */
  const sent = useSignal("");
  const send = async ({ email = "", password = "" }: Record<string, string>) => {
    await call("POST /portal/me/email-changes", { body: { email, password } });
    sent.value = email;
    return w("We have written to {0}. Your address changes when you open the link there, within an hour.", email);
  };
  return (
    <Form submit={t("Send the link")} kind="plain" send={send}>
      <Username of={of} />
      <div class="stack" key={sent.value}>
        <Field label={w("New e-mail address")} name="email" type="email" autocomplete="email" maxLength={254} />
        <Password label={t("Current password")} name="password" autocomplete="current-password" />
      </div>
    </Form>
  );
}

function Companies() {
  const { data } = useGet("GET /portal/customers");
  const task = useTask();
  if (!data || data.items.length < 2) return null;
  const choose = (id: string) =>
    task.run(async () => {
      enter(await call("POST /portal/customers/{customer_id}/selection", { customer_id: id }));
      forgetAnswers();
      go("/");
    });
  return (
    <Section title={w("Your companies")}>
      <p class="soft">{w("Everything you see is of the chosen one.")}</p>
      <Failure problem={task.problem} />
      <ul class="plain">
        {data.items.map((company) => (
          <li class="between">
            {company.display_name}
            {company.current ? (
              <span class="soft">{w("chosen")}</span>
            ) : (
              <Button busy={task.busy} onClick={() => choose(company.id)} aria-label={w("Switch to {0}", company.display_name)}>
                {w("Switch")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
