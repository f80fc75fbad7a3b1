/** No portal to show: its name is missing or unknown, it is switched off, or nothing can be reached. */
import { ask, Problem } from "../api/call";
import { face } from "../api/portal";
import { t } from "../base/words";
import { Failure } from "../parts/failure";
import { Field, Form } from "../parts/form";
import { Door } from "./door";

export function WhichPortal() {
  const send = async ({ portal = "" }: Record<string, string>) => {
    try {
      await ask("GET /portals/{portal}", { portal });
      location.assign(`/${encodeURIComponent(portal)}/sign-in`);
    } catch (error) {
      if (error instanceof Problem && error.missing) throw new Problem(422, "", "", [{ path: "portal", message: t().unknownPortal }]);
      throw error;
    }
  };
  return (
    <Door title={t().whichPortal}>
      <Form submit={t().goOn} send={send}>
        <Field label={t().portalName} name="portal" autocapitalize="off" autocomplete="organization" spellcheck={false} hint={t().portalHint} />
      </Form>
    </Door>
  );
}

export const Unknown = () => (
  <Door title={t().unknownPortal} intro={t().portalHint}>
    <p>
      <a href="/sign-in">{t().whichPortal}</a>
    </p>
  </Door>
);

export const Closed = () => <Door title={t().offTitle} intro={t().off(face.value!.name)} />;

export const Broken = ({ problem }: { problem: Problem }) => (
  <Door title={t().portal}>
    <Failure problem={problem} retry={() => location.reload()} />
  </Door>
);
