/** No portal to show: its name is missing or unknown, it is switched off, or nothing can be reached. */
import { ask, Problem } from "../api/call";
import { face } from "../api/portal";
import { t } from "../base/words";
import { Door } from "../parts/doors";
import { Failure } from "../parts/failure";
import { Field, Form } from "../parts/form";

export function WhichPortal() {
  const send = async ({ portal = "" }: Record<string, string>) => {
    try {
      await ask("GET /portals/{portal}", { portal });
      location.assign(`/${encodeURIComponent(portal)}/sign-in`);
    } catch (error) {
      if (error instanceof Problem && error.missing) throw new Problem(422, "", "", [{ path: "portal", message: t("We do not know a portal of this name.") }]);
      throw error;
    }
  };
  return (
    <Door title={t("Which portal?")}>
      <Form submit={t("Continue")} send={send}>
        <Field label={t("Name of the portal")} name="portal" autocapitalize="off" autocomplete="organization" spellcheck={false} hint={t("It stands in your invitation.")} />
      </Form>
    </Door>
  );
}

export const Unknown = () => (
  <Door title={t("We do not know a portal of this name.")} intro={t("It stands in your invitation.")}>
    <p>
      <a href="/sign-in">{t("Which portal?")}</a>
    </p>
  </Door>
);

export const Closed = () => <Door title={t("This portal is closed for now")} intro={t("Your invoices are safe; please contact {0} directly.", face.value!.name)} />;

export const Broken = ({ problem }: { problem: Problem }) => (
  <Door title={t("Client portal")}>
    <Failure problem={problem} retry={() => location.reload()} />
  </Door>
);
