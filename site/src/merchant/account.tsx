/** My account: my name and language, my password, my second factor, and where I am signed in. */
import { call } from "../api/call";
import { moment } from "../base/format";
import { languageNames, languages, speak } from "../base/i18n";
import { Load, useGet } from "../base/load";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Button, useTask } from "../parts/button";
import { Failure } from "../parts/failure";
import { Select } from "../parts/fields";
import { Field, Form, Password, Username } from "../parts/form";
import { Page } from "../parts/page";
import { Table } from "../parts/table";
import { SecondFactor } from "./second_factor";
import { me, type Role } from "./session";
import { w } from "./words";

export function Account() {
  const { email, role } = me.value!;
  return (
    <Page title={w("Account")} lead={<p class="soft">{email}<br />{w().roles[role as Role]}</p>}>
      <Section title={w("My details")}>
        <Details />
      </Section>
      <Section title={w("Change password")}>
        <ChangePassword />
      </Section>
      <Section title={w("Second factor")}>
        <SecondFactor />
      </Section>
      <Section title={w("Where you are signed in")}>
        <Sessions />
      </Section>
    </Page>
  );
}

const Section = ({ title, children }: { title: string; children: preact.ComponentChildren }) => (
  <section class="aside">
    <h2>{title}</h2>
    <div>{children}</div>
  </section>
);

function Details() {
  const { name, language } = me.value!;
  const send = async (values: Record<string, string>) => {
    me.value = await call("PATCH /merchant/me", { body: { name: values.name, language: values.language } });
    await speak(me.value.language);
    return t("Saved.");
  };
  return (
    <Form submit={t("Save")} send={send}>
      <Field label={w("Name")} name="name" defaultValue={name} autocomplete="name" maxLength={120} />
      <Select label={w("Language")} name="language">
        {languages.map((one) => (
          <option value={one} selected={one === language}>
            {languageNames[one]}
          </option>
        ))}
      </Select>
    </Form>
  );
}

function ChangePassword() {
  const round = useSignal(0);
  const send = async ({ current_password = "", new_password = "" }: Record<string, string>) => {
    await call("PUT /merchant/me/password", { body: { current_password, new_password } });
    round.value++;
    return w("Your password is changed. Other devices have been signed out.");
  };
  return (
    <Form submit={w("Change password")} kind="plain" send={send}>
      <Username of={me.value?.email} />
      <div class="stack" key={round.value}>
        <Password label={w("Current password")} name="current_password" autocomplete="current-password" />
        <Password label={t("New password")} name="new_password" autocomplete="new-password" hint={t("12 characters or more. A short sentence is easy to remember.")} minLength={12} maxLength={128} />
      </div>
    </Form>
  );
}

function Sessions() {
  const loaded = useGet("GET /merchant/me/sessions");
  const task = useTask();
  const end = (id: string) =>
    task.run(async () => {
      await call("DELETE /merchant/me/sessions/{session_id}", { session_id: id });
      await loaded.reload();
    });
  return (
    <>
      {task.problem && <Failure problem={task.problem} />}
      <Load from={loaded}>
        {({ items }) => (
          <Table
            caption={w("Where you are signed in")}
            rows={items}
            columns={[
              { head: w("Device"), cell: (session) => session.device || "–", narrow: "lead" },
              { head: w("Last used"), cell: (session) => moment(session.last_used_at), narrow: "sub" },
              {
                head: w("Status"),
                figure: true,
                narrow: "tall",
                cell: (session) =>
                  session.current ? (
                    <span class="soft">{w("this device")}</span>
                  ) : (
                    <Button busy={task.busy} onClick={() => end(session.id)} aria-label={w("Sign out {0}", session.device)}>
                      {w("Sign out")}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Load>
    </>
  );
}
