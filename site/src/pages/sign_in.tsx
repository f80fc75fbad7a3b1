/** Sign in; a code follows for those who enrolled one. Then on to the page that was wanted. */
import { useSignal } from "../base/state";
import { useEffect } from "preact/hooks";
import { ask, Problem } from "../api/call";
import { enter, portal } from "../api/portal";
import { signedIn } from "../api/session";
import { go, here, to } from "../base/router";
import { t } from "../base/words";
import { CodeField, Field, Form, Password } from "../parts/form";
import { Door } from "./door";

export function SignIn() {
  const known = useSignal<{ email: string; password: string } | undefined>(undefined);
  const target = here.value.query.get("to") ?? "/";
  useEffect(() => {
    if (signedIn.value) go(target.startsWith("/") ? target : "/", true);
  }, [signedIn.value]);

  const send = async (values: Record<string, string>) => {
    const { email, password } = known.value ?? (values as { email: string; password: string });
    try {
      enter(await ask("POST /portals/{portal}/sessions", { portal, body: { email, password, ...(values.totp && { totp: values.totp.replace(/\s/g, "") }) } }));
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "second_factor_required" || values.totp) throw error;
      known.value = { email, password };
    }
  };

  if (known.value)
    return (
      <Door key="code" title={t("One more step")} intro={t("Enter the six digits your authenticator app shows, or a recovery code.")}>
        <Form key="code" submit={t("Sign in")} send={send} extra={<button type="button" class="quiet" onClick={() => (known.value = undefined)}>{t("Back")}</button>}>
          <CodeField autofocus />
        </Form>
      </Door>
    );
  return (
    <Door key="sign-in" title={t("Sign in")} intro={here.value.query.has("ended") ? t("You have been signed out. Please sign in again to go on.") : here.value.query.has("reset") ? t("Your new password is set. Please sign in with it.") : undefined}>
      <Form submit={t("Sign in")} send={send} extra={<a href={to("/forgot")}>{t("Forgot your password?")}</a>}>
        <Field label={t("E-mail address")} name="email" type="email" autocomplete="username" autofocus />
        <Password label={t("Password")} name="password" autocomplete="current-password" />
      </Form>
    </Door>
  );
}
