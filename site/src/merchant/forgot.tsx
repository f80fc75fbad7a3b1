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
  const back = <a href={to("/sign-in")}>{t().backToSignIn}</a>;
  const send = async ({ tenant = "", email = "" }: Record<string, string>) => {
    await ask("POST /merchant/password-resets", { body: { tenant: tenant.trim(), email } });
    sent.value = email;
  };
  if (sent.value)
    return (
      <Door key="sent" title={t().linkSentTitle} intro={t().linkSent(sent.value)}>
        <p role="status">{back}</p>
      </Door>
    );
  return (
    <Door title={t().forgotTitle} intro={t().forgotIntro}>
      <Form submit={t().sendLink} send={send} extra={back}>
        <PortalField />
        <Field label={t().email} name="email" type="email" autocomplete="username" />
      </Form>
    </Door>
  );
}
