/** Sign in at the console; a code follows for those who enrolled one. Then on to the page that was wanted. */
import { useEffect } from "preact/hooks";
import { ask, Problem } from "../api/call";
import { signedIn } from "../api/session";
import { go, here, to } from "../base/router";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { CodeField, Field, Form, Password } from "../parts/form";
import { Door } from "./door";
import { enter, lastPortal } from "./session";
import { w } from "./words";

interface Known {
  tenant: string;
  email: string;
  password: string;
}

export function SignIn() {
  const known = useSignal<Known | undefined>(undefined);
  const { query } = here.value;
  const target = query.get("to") ?? "/";
  useEffect(() => {
    if (signedIn.value) go(target.startsWith("/") ? target : "/", true);
  }, [signedIn.value]);

  const send = async (values: Record<string, string>) => {
    const { tenant, email, password } = known.value ?? (values as unknown as Known);
    try {
      enter(await ask("POST /merchant/sessions", { body: { tenant: tenant.trim(), email, password, ...(values.totp && { totp: values.totp.replace(/\s/g, "") }) } }));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      if (error.code !== "second_factor_required") throw new Problem(401, "", values.totp ? t("This code is not right, or it was used before.") : w("The portal, the e-mail address or the password is not right."));
      known.value = { tenant, email, password };
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
    <Door key="sign-in" title={t("Sign in")} intro={query.has("reset") ? t("Your new password is set. Please sign in with it.") : undefined}>
      <Form submit={t("Sign in")} send={send} extra={<a href={to("/forgot")}>{t("Forgot your password?")}</a>}>
        <PortalField autofocus={!lastPortal()} />
        <Field label={t("E-mail address")} name="email" type="email" autocomplete="username" autofocus={!!lastPortal()} />
        <Password label={t("Password")} name="password" autocomplete="current-password" />
      </Form>
    </Door>
  );
}

/** Whose console: the name of the merchant's portal. */
export const PortalField = ({ autofocus = false }: { autofocus?: boolean }) => (
  <Field autofocus={autofocus} label={t("Name of the portal")} name="tenant" defaultValue={lastPortal()} autocapitalize="off" autocomplete="organization" spellcheck={false} maxLength={64} hint={w("The name at the end of your portal’s address.")} />
);
