/** The switch of the whole client portal: admins switch it on, owners also off, after they were told what happens. */
import { useId } from "preact/hooks";
import { call } from "../api/call";
import { forgetAnswers, Load, useLoad } from "../base/load";
import { useSignal } from "../base/state";
import { useTask } from "../parts/button";
import { Failure } from "../parts/failure";
import { Done } from "../parts/notice";
import { Confirm } from "./confirm";
import { d } from "./desk";
import { Group } from "./settings_group";
import { may } from "./session";

export const usePortal = () => useLoad("portal-settings", () => call("GET /merchant/portal-settings"));

export function PortalSwitch() {
  const loaded = usePortal();
  return (
    <Group title={d().clientPortal}>
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
    done.value = enable ? d().enabled : d().disabled;
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
        <span>{d().enable}</span>
      </button>
      <div id={id} class="stack">
        <p class="soft">
          {on ? d().onWords : d().offWords} {locked && d().ownersOnly}
        </p>
      </div>
      {on && (
        <p>
          <a href={url} target="_blank" rel="noopener">
            {url.replace(/^https?:\/\//, "")}
          </a>
        </p>
      )}
      {task.problem && <Failure problem={task.problem} />}
      <Done>{done.value}</Done>
      {asking.value && <Confirm title={d().disableTitle} words={d().disableWords} submit={d().disable} run={() => turn(false)} onClose={() => (asking.value = false)} />}
    </>
  );
}
