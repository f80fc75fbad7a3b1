/** A file that is made meanwhile: asked for, watched, and taken when it is ready. */
import { useEffect } from "preact/hooks";
import { moment } from "../base/format";
import type { Loaded } from "../base/load";
import { Button, useTask } from "../parts/button";
import { Failure } from "../parts/failure";
import { download } from "./documents";
import { w } from "./words";

interface Making {
  status: string;
  progress: number;
  expires_at: string;
}

interface ArchiveProps {
  name: string;
  from: Loaded<Making>;
  /** Whether the file is the one that is meant here. */
  meant?: boolean;
  ask: () => Promise<unknown>;
  get: () => Promise<object | undefined>;
}

export function Archive({ name, from: { data, problem, reload }, meant = true, ask, get }: ArchiveProps) {
  const task = useTask();
  const working = data?.status === "queued" || data?.status === "running";
  useEffect(() => {
    const timer = working && setInterval(reload, 2000);
    return () => clearInterval(timer || undefined);
  }, [working]);
  return (
    <>
      <div role="status">{data && <State of={data} name={name} />}</div>
      <Failure problem={task.problem ?? problem} />
      <p class="actions">
        {data?.status === "ready" && meant ? (
          <Button kind="primary" busy={task.busy} onClick={() => task.run(() => download(get))}>{w("Download the file")}</Button>
        ) : (
          <Button busy={task.busy || working} onClick={() => task.run(ask)}>{w("Prepare the file")}</Button>
        )}
      </p>
    </>
  );
}

function State({ of, name }: { of: Making; name: string }) {
  if (of.status === "failed") return <p class="notice">{w("It could not be made. Please try again.")}</p>;
  if (of.status === "ready") return <p>{w("It is ready, and is kept until {0}.", moment(of.expires_at))}</p>;
  return (
    <>
      <progress max="100" value={of.progress} aria-label={name} />
      <p>{w("It is being made. You can leave this page: a mail tells you when it is ready.")}</p>
    </>
  );
}
