/** Ask for a link to a new password; the answer is the same for everybody. */
import { ask } from "../api/call";
import { to } from "../base/router";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Field, Form } from "../parts/form";
import { Door } from "./door";
import { PortalField } from "./sign_in";

export function Forgot() {
  const sent = useSignal("");
  const back = <a href={to("/sign-in")}>{t("Back to sign in")}</a>;
  const send = async ({ tenant = "", email = "" }: Record<string, string>) => {
    await ask("POST /merchant/password-resets", { body: { tenant: tenant.trim(), email } });
    sent.value = email;
  };
  if (sent.value)
    return (
      <Door key="sent" title={t("Look at your inbox")} intro={t("If {0} has access here, a link is on its way. It works for ten minutes.", sent.value)}>
        <p role="status">{back}</p>
      </Door>
    );
  return (
    <Door title={t("Forgot your password?")} intro={t("We will send you a link to choose a new one.")}>
      <Form submit={t("Send the link")} send={send} extra={back}>
        <PortalField />
        <Field label={t("E-mail address")} name="email" type="email" autocomplete="username" />
      </Form>
    </Door>
  );
}
