/** Join the merchant's team by choosing a password, or with the one there is; loading the page uses up nothing. */
import { ask, Problem } from "../api/call";
import { fragmentToken } from "../base/fragment";
import { go } from "../base/router";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { CodeField, Form, NewPassword, Password, Username } from "../parts/form";
import { Door } from "./door";
import { enter } from "./session";
import { w } from "./words";

/** The token is used, replaced or too old (not: the password is wrong). */
export const dead = (error: unknown): boolean =>
  error instanceof Problem && (error.missing || error.errors.some(({ path }) => path === "token"));

export function Accept() {
  /** What the API asks for: a new password, the one there is, and then perhaps a code. */
  const stage = useSignal<"new" | "known" | "code" | "over">(fragmentToken ? "new" : "over");
  const send = async ({ password = "", totp }: Record<string, string>) => {
    try {
      enter(await ask("POST /merchant/invitations/acceptance", { body: { token: fragmentToken, password, ...(totp && { totp: totp.replace(/\s/g, "") }) } }));
      go("/", true);
    } catch (error) {
      if (dead(error)) stage.value = "over";
      else if (!(error instanceof Problem) || error.status !== 401) throw error;
      else if (error.code === "second_factor_required" && !totp) stage.value = "code";
      else {
        const again = stage.value !== "new";
        if (!again) stage.value = "known";
        throw new Problem(401, "", again ? w("The portal, the e-mail address or the password is not right.") : t("You have a password here already. Please enter that one."));
      }
    }
  };
  if (stage.value === "over") return <Door key="over" title={t("This link has been used, or it is too old.")} intro={w("Please ask the person who invited you to send the invitation again.")} />;
  const isNew = stage.value === "new";
  return (
    <Door title={w("Welcome to the team")} intro={isNew ? t("Choose a password, and you are in.") : t("You have a password here already. Please enter that one.")}>
      <Form submit={w("Join the team")} send={send}>
        <Username />
        {isNew ? <NewPassword label={t("Password")} name="password" /> : <Password label={t("Password")} name="password" autocomplete="current-password" />}
        {stage.value === "code" && <CodeField hint={t("Enter the six digits your authenticator app shows, or a recovery code.")} />}
      </Form>
    </Door>
  );
}
