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
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      if (error.code !== "second_factor_required") throw new Problem(401, error.code, values.totp ? t().codeFailed : t().signInFailed);
      known.value = { email, password };
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
    <Door key="sign-in" title={t().signIn} intro={here.value.query.has("ended") ? t().sessionEnded : here.value.query.has("reset") ? t().resetDone : undefined}>
      <Form submit={t().signIn} send={send} extra={<a href={to("/forgot")}>{t().forgotten}</a>}>
        <Field label={t().email} name="email" type="email" autocomplete="username" autofocus />
        <Password label={t().password} name="password" autocomplete="current-password" />
      </Form>
    </Door>
  );
}
