/** The private calendar feed: its address is shown once, when it is made. */
import { call } from "../api/call";
import { moment } from "../base/format";
import { useGet } from "../base/load";
import { useSignal } from "../base/state";
import { Section } from "../parts/account";
import { Button, useTask } from "../parts/button";
import { Failure } from "../parts/failure";
import { Field } from "../parts/form";
import { Done } from "../parts/notice";
import { w } from "./words";

export function Calendar() {
  const { data, reload } = useGet("GET /portal/me/calendar");
  const url = useSignal("");
  const said = useSignal("");
  const task = useTask();
  if (!data) return null;
  const make = () => task.run(async () => {
    url.value = (await call("POST /portal/me/calendar")).url;
    said.value = "";
    reload();
  });
  const revoke = () => task.run(async () => {
    await call("DELETE /portal/me/calendar");
    url.value = "";
    said.value = w("The address is revoked.");
    reload();
  });
  const copy = () => task.run(async () => {
    await navigator.clipboard.writeText(url.value);
    said.value = w("Copied.");
  });
  return (
    <Section title={w("Calendar")}>
      <div class="stack">
        <p class="soft">{w("Due dates, renewals and cards that run out, in your own calendar.")}</p>
        {url.value ? (
          <>
            <Field label={w("Calendar address")} name="calendar" value={url.value} readOnly onFocus={(event) => event.currentTarget.select()} hint={w("Whoever knows it can read these dates. It is shown this once.")} />
            <p class="actions">
              <Button kind="primary" busy={task.busy} onClick={copy}>{w("Copy")}</Button>
              <a class="button" href={url.value.replace(/^https?/, "webcal")}>{w("Open in a calendar")}</a>
            </p>
          </>
        ) : (
          data.active && <p>{w("Your address was made on {0}.", moment(data.created_at!))}</p>
        )}
        <Failure problem={task.problem} />
        <Done>{said.value}</Done>
        <p class="actions">
          <Button busy={task.busy} onClick={make}>{data.active ? w("New address") : w("Make an address")}</Button>
          {data.active && <Button kind="danger" busy={task.busy} onClick={revoke}>{w("Revoke")}</Button>}
        </p>
      </div>
    </Section>
  );
}
