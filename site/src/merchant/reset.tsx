/** Choose a new password with the link from a mail; loading the page uses up nothing. */
import { ask } from "../api/call";
import { fragmentToken } from "../base/fragment";
import { go, to } from "../base/router";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Form, NewPassword, Username } from "../parts/form";
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
      <Door key="over" title={t("This link has been used, or it is too old.")}>
        <p>
          <a class="button primary" href={to("/forgot")}>{t("Ask for a new one")}</a>
        </p>
      </Door>
    );
  return (
    <Door title={t("Choose a new password")}>
      <Form submit={t("Set password")} send={send}>
        <Username />
        <NewPassword label={t("New password")} name="password" />
      </Form>
    </Door>
  );
}
