/** Accept an invitation by choosing a password, or with the one there is; loading the page uses up nothing. */
import { ask, Problem } from "../api/call";
import { enter, face, portal } from "../api/portal";
import { fragmentToken } from "../base/fragment";
import { go } from "../base/router";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { CodeField, Form, NewPassword, Password, Username } from "../parts/form";
import { Door } from "./door";

/** The token is used, replaced or too old (not: the password is wrong). */
export const dead = (error: unknown): boolean =>
  error instanceof Problem && (error.missing || error.errors.some(({ path }) => path === "token"));

export function Accept() {
  /** What the API asks for: a new password, the one there is, and then perhaps a code. */
  const stage = useSignal<"new" | "known" | "code" | "over">(fragmentToken ? "new" : "over");
  const isNew = stage.value === "new";
  const merchant = face.value!.name;
  const send = async ({ password = "", totp }: Record<string, string>) => {
    try {
      enter(await ask("POST /portals/{portal}/invitations/acceptance", { portal, body: { token: fragmentToken, password, ...(totp && { totp }) } }));
      go("/", true);
    } catch (error) {
      if (dead(error)) stage.value = "over";
      else if (error instanceof Problem && error.code === "second_factor_required" && !totp) stage.value = "code";
      else {
        if (error instanceof Problem && error.status === 401 && isNew) stage.value = "known";
        throw error;
      }
    }
  };
  if (stage.value === "over") return <Door key="over" title={t("This link has been used, or it is too old.")} intro={t("Please ask {0} to send you a new invitation.", merchant)} />;
  return (
    <Door title={t("Welcome to {0}", merchant)} intro={isNew ? t("Choose a password, and you are in.") : t("You have a password here already. Please enter that one.")}>
      <Form submit={t("Open my portal")} send={send}>
        <Username />
        {isNew ? <NewPassword label={t("Password")} name="password" /> : <Password label={t("Password")} name="password" autocomplete="current-password" />}
        {stage.value === "code" && <CodeField hint={t("Enter the six digits your authenticator app shows, or a recovery code.")} />}
      </Form>
    </Door>
  );
}
