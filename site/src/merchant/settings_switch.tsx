/** The switch of the whole client portal: admins switch it on, owners also off, after they were told what happens. */
import { useId } from "preact/hooks";
import { call } from "../api/call";
import { forgetAnswers, Load, useGet } from "../base/load";
import { useSignal } from "../base/state";
import { useTask } from "../parts/button";
import { Failure } from "../parts/failure";
import { Done } from "../parts/notice";
import { Confirm } from "./confirm";
import { d } from "./desk";
import { Group } from "./settings_group";
import { may } from "./session";
import { w } from "./words";

export const usePortal = () => useGet("GET /merchant/portal-settings");

export function PortalSwitch() {
  const loaded = usePortal();
  return (
    <Group title={w("Client portal")}>
      <Load from={loaded}>{(portal) => <Switch on={portal.enabled === true} url={portal.url} />}</Load>
    </Group>
  );
}

function Switch({ on, url }: { on: boolean; url: string }) {
  const id = useId();
  const asking = useSignal(false);
  const done = useSignal("");
  const task = useTask();
  const turn = async (enable: boolean) => {
    await call(enable ? "PUT /merchant/portal" : "DELETE /merchant/portal");
    asking.value = false;
    done.value = enable ? d("The client portal is on.") : d("The client portal is off.");
    forgetAnswers();
  };
  const locked = on && !may("owner");
  return (
    <>
      <button
        type="button"
        role="switch"
        class="switch"
        aria-checked={on}
        aria-describedby={id}
        aria-busy={task.busy}
        disabled={task.busy || locked}
        onClick={() => (on ? (asking.value = true) : task.run(() => turn(true)))}
      >
        <span>{d("Enable Client Portal")}</span>
      </button>
      <div id={id} class="stack">
        <p class="soft">
          {on ? d("Your clients can sign in, see their invoices and pay.") : d("Nobody can sign in. Once it is on, everyone you invite can see invoices, payments and subscriptions of their company, and pay.")} {locked && d("Only an owner can switch it off.")}
        </p>
      </div>
      {on && (
        <p>
          <a href={url} target="_blank" rel="noopener">
            {url.replace(/^https?:\/\//, "")}
          </a>
        </p>
      )}
      <Failure problem={task.problem} />
      <Done>{done.value}</Done>
      {asking.value && <Confirm title={d("Switch the client portal off?")} words={d("All clients are signed out at once and nobody can sign in or pay there. Links in mails lead to a page that says so. Nothing is deleted: switch it on again and everything is as before.")} submit={w("Switch off")} run={() => turn(false)} onClose={() => (asking.value = false)} />}
    </>
  );
}
