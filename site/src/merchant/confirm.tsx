/** Ask once more before something leaves the house, or is taken away. */
import { Button, useTask } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Failure } from "../parts/failure";

interface ConfirmProps {
  title: string;
  /** What happens then, in a sentence. */
  words: string;
  /** The button's words. */
  submit: string;
  kind?: "primary" | "danger";
  run: () => Promise<unknown>;
  onClose: () => void;
}

export function Confirm({ title, words, submit, kind = "danger", run, onClose }: ConfirmProps) {
  const task = useTask();
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="stack">
        <p>{words}</p>
        <Failure problem={task.problem} />
        <div class="actions">
          <Button kind={kind} busy={task.busy} onClick={async () => (await task.run(run)) && onClose()}>
            {submit}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
