/** What the accountant needs of the statement's days, as one file: asked for here, made meanwhile, taken when it is ready. */
import { useEffect } from "preact/hooks";
import { call, type Answer } from "../api/call";
import { moment } from "../base/format";
import { useGet } from "../base/load";
import { here, refine } from "../base/router";
import { Button, useTask } from "../parts/button";
import { Failure } from "../parts/failure";
import { download } from "./documents";
import { w } from "./words";

type Pack = Answer<"GET /portal/packs/{pack_id}">;

export function PackForAccountant({ since, until }: { since: string; until: string }) {
  const pack_id = here.value.query.get("pack") ?? "";
  const { data, problem, reload } = useGet("GET /portal/packs/{pack_id}", { pack_id }, !!pack_id);
  const task = useTask();
  const working = data?.status === "queued" || data?.status === "running";
  useEffect(() => {
    const timer = working && setInterval(reload, 2000);
    return () => clearInterval(timer || undefined);
  }, [working, pack_id]);
  // A mail's link names the pack alone: its days are the page's.
  useEffect(() => {
    if (data && !here.value.query.get("from")) refine({ from: data.since, to: data.until });
  }, [data]);
  const ask = () => task.run(async () => refine({ pack: (await call("POST /portal/packs", { body: { from: since, to: until } })).id }));
  const take = () => task.run(() => download(() => call("GET /portal/packs/{pack_id}", { pack_id })));
  const ready = data?.status === "ready" && data.since === since && data.until === until;
  return (
    <section class="stack">
      <h2>{w("For your accountant")}</h2>
      <p class="soft">{w("Invoices, receipts, tables and this statement as one file.")}</p>
      <div role="status">{data && <State of={data} />}</div>
      <Failure problem={task.problem ?? problem} />
      <p class="actions">
        {ready ? (
          <Button kind="primary" busy={task.busy} onClick={take}>{w("Download the file")}</Button>
        ) : (
          <Button busy={task.busy || working} onClick={ask}>{w("Prepare the file")}</Button>
        )}
      </p>
    </section>
  );
}

function State({ of }: { of: Pack }) {
  if (of.status === "failed") return <p class="notice">{w("It could not be made. Please try again.")}</p>;
  if (of.status === "ready") return <p>{w("It is ready, and is kept until {0}.", moment(of.expires_at))}</p>;
  return (
    <>
      <progress max="100" value={of.progress} aria-label={w("For your accountant")} />
      <p>{w("It is being made. You can leave this page: a mail tells you when it is ready.")}</p>
    </>
  );
}
