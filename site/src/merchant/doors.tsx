/** The doors of the console: what they send. */
import { ask, Problem } from "../api/call";
import { t } from "../base/words";
import { Accept, EmailField, Forgot, Reset, setHouse, SignIn } from "../parts/doors";
import { Field } from "../parts/form";
import { enter, lastPortal } from "./session";
import { w } from "./words";

setHouse({ name: () => w("Merchant console"), motto: () => w("Send it. See it paid.") });

/** Whose console: the name of the merchant's portal. */
const PortalField = ({ autofocus = false }: { autofocus?: boolean }) => (
  <Field autofocus={autofocus} label={t("Name of the portal")} name="tenant" defaultValue={lastPortal()} autocapitalize="off" autocomplete="organization" spellcheck={false} maxLength={64} hint={w("The name at the end of your portal’s address.")} />
);

async function signIn({ tenant = "", ...values }: Record<string, string>): Promise<void> {
  try {
    enter(await ask("POST /merchant/sessions", { body: { ...(values as { email: string; password: string }), tenant: tenant.trim() } }));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401 || error.code === "second_factor_required") throw error;
    throw new Problem(401, "", values.totp ? t("This code is not right, or it was used before.") : w("The portal, the e-mail address or the password is not right."));
  }
}

export const doors = {
  "/sign-in": () => (
    <SignIn send={signIn}>
      <PortalField autofocus={!lastPortal()} />
      <EmailField autofocus={!!lastPortal()} />
    </SignIn>
  ),
  "/forgot": () => (
    <Forgot send={({ tenant = "", email = "" }) => ask("POST /merchant/password-resets", { body: { tenant: tenant.trim(), email } })}>
      <PortalField />
    </Forgot>
  ),
  "/reset": () => <Reset send={(body) => ask("POST /merchant/password-resets/completion", { body })} />,
  "/accept": () => (
    <Accept
      send={async (body) => enter(await ask("POST /merchant/invitations/acceptance", { body }))}
      title={w("Welcome to the team")}
      submit={w("Join the team")}
      over={w("Please ask the person who invited you to send the invitation again.")}
    />
  ),
};
