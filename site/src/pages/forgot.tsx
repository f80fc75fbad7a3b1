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
  const back = <a href={to("/sign-in")}>{t().backToSignIn}</a>;
  const send = async ({ email = "" }: Record<string, string>) => {
    await ask("POST /portals/{portal}/password-resets", { portal, body: { email } });
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
        <Field label={t().email} name="email" type="email" autocomplete="username" />
      </Form>
    </Door>
  );
}
