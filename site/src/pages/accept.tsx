/** Accept an invitation by choosing a password; loading the page uses up nothing. */
import { useSignal } from "../base/state";
import { ask, Problem } from "../api/call";
import { enter, face, portal } from "../api/portal";
import { fragmentToken } from "../base/fragment";
import { go } from "../base/router";
import { t } from "../base/words";
import { Form, Password, Username } from "../parts/form";
import { Door } from "./door";

/** The token is used, replaced or too old (not: the password is wrong). */
export const dead = (error: unknown): boolean =>
  error instanceof Problem && (error.missing || [409, 410].includes(error.status) || error.errors.some(({ path }) => path === "token"));

export function Accept() {
  const over = useSignal(!fragmentToken);
  const merchant = face.value!.name;
  const send = async ({ password = "" }: Record<string, string>) => {
    try {
      enter(await ask("POST /portals/{portal}/invitations/acceptance", { portal, body: { token: fragmentToken, password } }));
      go("/", true);
    } catch (error) {
      if (!dead(error)) throw error;
      over.value = true;
    }
  };
  if (over.value) return <Door key="over" title={t().linkDead} intro={t().linkDeadInvite(merchant)} />;
  return (
    <Door title={t().acceptTitle(merchant)} intro={t().acceptIntro}>
      <Form submit={t().accept} send={send}>
        <Username />
        <Password label={t().password} name="password" autocomplete="new-password" hint={t().passwordHint} minLength={12} maxLength={128} />
      </Form>
    </Door>
  );
}
