/** Choose a new password with the link from a mail; loading the page uses up nothing. */
import { ask } from "../api/call";
import { fragmentToken } from "../base/fragment";
import { go, to } from "../base/router";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Form, Password, Username } from "../parts/form";
import { dead } from "./accept";
import { Door } from "./door";

export function Reset() {
  const over = useSignal(!fragmentToken);
  const send = async ({ password = "" }: Record<string, string>) => {
    try {
      await ask("POST /merchant/password-resets/completion", { body: { token: fragmentToken, password } });
      go("/sign-in?reset", true);
    } catch (error) {
      if (!dead(error)) throw error;
      over.value = true;
    }
  };
  if (over.value)
    return (
      <Door key="over" title={t().linkDead}>
        <p>
          <a class="button primary" href={to("/forgot")}>{t().linkDeadReset}</a>
        </p>
      </Door>
    );
  return (
    <Door title={t().resetTitle}>
      <Form submit={t().setPassword} send={send}>
        <Username />
        <Password label={t().newPassword} name="password" autocomplete="new-password" hint={t().passwordHint} minLength={12} maxLength={128} />
      </Form>
    </Door>
  );
}
