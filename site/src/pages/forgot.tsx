/** Ask for a link to a new password; the answer is the same for everybody. */
import { useSignal } from "../base/state";
import { ask } from "../api/call";
import { portal } from "../api/portal";
import { to } from "../base/router";
import { t } from "../base/words";
import { Field, Form } from "../parts/form";
import { Door } from "./door";

export function Forgot() {
  const sent = useSignal("");
  const back = <a href={to("/sign-in")}>{t("Back to sign in")}</a>;
  const send = async ({ email = "" }: Record<string, string>) => {
    await ask("POST /portals/{portal}/password-resets", { portal, body: { email } });
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
        <Field label={t("E-mail address")} name="email" type="email" autocomplete="username" />
      </Form>
    </Door>
  );
}
