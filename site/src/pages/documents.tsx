/** Getting a document: it may still be in the making, then we ask again until it is there. */
import type { Task } from "../parts/button";
import { Failure } from "../parts/failure";
import { w } from "./words";

type Ready = { url: string };

/** Ask until the file is ready (at most a minute), then let the browser download it. */
export async function download(ask: () => Promise<object | undefined>): Promise<void> {
  for (let tries = 0; tries < 30; tries++) {
    const found = await ask();
    if (found && "url" in found) return location.assign((found as Ready).url);
    await pause(2000);
  }
  throw new Error("The document took too long.");
}

export const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** What a download has to say while it runs, and when it fails. */
export function DownloadState({ task }: { task: Task }) {
  return (
    <>
      <div role="status">{task.busy && <p class="notice news late-shown">{w("Your document is being prepared…")}</p>}</div>
      <Failure problem={task.problem} />
    </>
  );
}
