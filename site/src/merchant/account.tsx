/** My account: my name and language, my password, my second factor, and where I am signed in. */
import { call } from "../api/call";
import { languageNames, languages, speak } from "../base/i18n";
import { useGet } from "../base/load";
import { t } from "../base/words";
import { ChangePassword, Section, Sessions } from "../parts/account";
import { Select } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { Page } from "../parts/page";
import { SecondFactor } from "./second_factor";
import { me, type Role } from "./session";
import { w } from "./words";

export function Account() {
  const { email, role } = me.value!;
  const sessions = useGet("GET /merchant/me/sessions");
  return (
    <Page title={w("Account")} lead={<p class="soft">{email}<br />{w().roles[role as Role]}</p>}>
      <Section title={w("My details")}>
        <Details />
      </Section>
      <ChangePassword email={email} send={(body) => call("PUT /merchant/me/password", { body })} />
      <Section title={w("Second factor")}>
        <SecondFactor />
      </Section>
      <Sessions from={sessions} end={(session_id) => call("DELETE /merchant/me/sessions/{session_id}", { session_id })} />
    </Page>
  );
}

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
