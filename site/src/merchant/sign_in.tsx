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
      if (error.code !== "second_factor_required") throw new Problem(401, error.code, values.totp ? t().codeFailed : w().signInFailed);
      known.value = { tenant, email, password };
    }
  };

  if (known.value)
    return (
      <Door key="code" title={t().codeTitle} intro={t().codeHint}>
        <Form key="code" submit={t().signIn} send={send} extra={<button type="button" class="quiet" onClick={() => (known.value = undefined)}>{t().back}</button>}>
          <CodeField autofocus />
        </Form>
      </Door>
    );
  return (
    <Door key="sign-in" title={t().signIn} intro={query.has("reset") ? t().resetDone : undefined}>
      <Form submit={t().signIn} send={send} extra={<a href={to("/forgot")}>{t().forgotten}</a>}>
        <PortalField autofocus={!lastPortal()} />
        <Field label={t().email} name="email" type="email" autocomplete="username" autofocus={!!lastPortal()} />
        <Password label={t().password} name="password" autocomplete="current-password" />
      </Form>
    </Door>
  );
}

/** Whose console: the name of the merchant's portal. */
export const PortalField = ({ autofocus = false }: { autofocus?: boolean }) => (
  <Field autofocus={autofocus} label={t().portalName} name="tenant" defaultValue={lastPortal()} autocapitalize="off" autocomplete="organization" spellcheck={false} maxLength={64} hint={w().portalHint} />
);
