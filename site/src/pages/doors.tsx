/** The doors of the client portal: what they send, and whose they are. */
import { ask } from "../api/call";
import { enter, face, portal } from "../api/portal";
import { t } from "../base/words";
import { Accept, EmailField, Forgot, Reset, setHouse, SignIn } from "../parts/doors";

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

export const doors = {
  "/sign-in": () => (
    <SignIn send={async (body) => enter(await ask("POST /portals/{portal}/sessions", { portal, body: body as never }))}>
      <EmailField autofocus />
    </SignIn>
  ),
  "/forgot": () => <Forgot send={({ email = "" }) => ask("POST /portals/{portal}/password-resets", { portal, body: { email } })} />,
  "/reset": () => <Reset send={(body) => ask("POST /portals/{portal}/password-resets/completion", { portal, body })} />,
  "/accept": () => (
    <Accept
      send={async (body) => enter(await ask("POST /portals/{portal}/invitations/acceptance", { portal, body }))}
      title={t("Welcome to {0}", face.value!.name)}
      submit={t("Open my portal")}
      over={t("Please ask {0} to send you a new invitation.", face.value!.name)}
    />
  ),
};
