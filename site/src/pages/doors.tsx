/** The doors of the client portal: what they send, and whose they are. */
import { ask } from "../api/call";
import { enter, face, ours, portal } from "../api/portal";
import { t } from "../base/words";
import { fragmentToken } from "../base/fragment";
import { to } from "../base/router";
import { useSignal } from "../base/state";
import { Button, useTask } from "../parts/button";
import { Accept, dead, Door, EmailField, Forgot, Reset, setHouse, SignIn } from "../parts/doors";
import { Failure } from "../parts/failure";

setHouse({
  name: () => face.value?.name ?? t("Client portal"),
  logo: () => face.value?.logo_url,
  motto: () => t("Invoices, payments and receipts, in one place."),
  foot: () => face.value && <Links />,
});

/** The merchant's own links: terms, privacy, help. */
export function Links() {
  const links = face.value?.links;
  return (
    <footer class="foot">
      {(["support", "privacy", "terms"] as const).map(
        (kind) => links?.[kind] && <a href={links[kind]} rel="noopener">{t().links[kind]}</a>,
      )}
    </footer>
  );
}

/** The two links about an address: the page asks, and only its button does something. */
function Address({ title, intro, submit, send, done }: { title: string; intro: string; submit: string; send: () => Promise<unknown>; done: string }) {
  const state = useSignal<"asks" | "over" | "done">(fragmentToken ? "asks" : "over");
  const task = useTask();
  const press = () => task.run(async () => {
    try {
      await send();
      state.value = "done";
    } catch (error) {
      if (!dead(error)) throw error;
      state.value = "over";
    }
  });
  if (state.value === "asks")
    return (
      <Door title={title} intro={intro}>
        <Failure problem={task.problem} />
        <div class="actions">
          <Button kind="primary" busy={task.busy} onClick={press}>{submit}</Button>
        </div>
      </Door>
    );
  const isDone = state.value === "done";
  return (
    <Door key="end" title={isDone ? done : t("This link has been used, or it is too old.")}>
      <p role="status">
        <a class="button primary" href={to("/sign-in")}>{t("Sign in")}</a>
      </p>
    </Door>
  );
}

async function withPasskey() {
  const asked = await ask("POST /portals/{portal}/sessions/passkey/options", { portal, body: {} });
  const { usePasskey } = await import("./passkey");
  const body = await usePasskey(asked, t("No passkey was used. You can try again, or enter your password."));
  enter(await ask("POST /portals/{portal}/sessions/passkey", { portal, body }, ours));
}

export const doors = {
  "/sign-in": () => (
    <SignIn passkey={withPasskey} send={async (body) => enter(await ask("POST /portals/{portal}/sessions", { portal, body: body as never }))}>
      <EmailField autofocus />
    </SignIn>
  ),
  "/forgot": () => <Forgot send={({ email = "" }) => ask("POST /portals/{portal}/password-resets", { portal, body: { email } })} />,
  "/reset": () => <Reset send={(body) => ask("POST /portals/{portal}/password-resets/completion", { portal, body })} />,
  "/confirm-email": () => (
    <Address
      title={t("Confirm your new e-mail address")}
      intro={t("From then on you sign in with this address. You will be signed out everywhere.")}
      submit={t("Confirm the address")}
      send={() => ask("POST /portals/{portal}/email-changes/completion", { portal, body: { token: fragmentToken } })}
      done={t("Your new address is confirmed. Please sign in with it.")}
    />
  ),
  "/revert-email": () => (
    <Address
      title={t("Take back the new e-mail address")}
      intro={t("Your old address counts again, everybody is signed out, and you choose a new password.")}
      submit={t("Take the change back")}
      send={() => ask("POST /portals/{portal}/email-changes/reversal", { portal, body: { token: fragmentToken } })}
      done={t("Your old address counts again. We have sent you a link to choose a new password.")}
    />
  ),
  "/accept": () => (
    <Accept
      send={async (body) => enter(await ask("POST /portals/{portal}/invitations/acceptance", { portal, body }))}
      title={t("Welcome to {0}", face.value!.name)}
      submit={t("Open my portal")}
      over={t("Please ask {0} to send you a new invitation.", face.value!.name)}
    />
  ),
};
