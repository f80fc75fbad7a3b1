/** Ask once more before something leaves the house, or ends. */
import { Button, useTask } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Failure } from "../parts/failure";

interface SureProps {
  title: string;
  /** What happens then, in a sentence or two. */
  words: string;
  submit: string;
  kind: "primary" | "danger";
  run: () => Promise<unknown>;
  onClose: () => void;
}

export function Sure({ title, words, submit, kind, run, onClose }: SureProps) {
  const task = useTask();
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="stack">
        <p>{words}</p>
        {task.problem && <Failure problem={task.problem} />}
        <div class="actions">
          <Button kind={kind} busy={task.busy} onClick={() => task.run(run)}>
            {submit}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
