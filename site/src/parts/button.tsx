/** Buttons that are busy while they work, and tasks that remember what went wrong. */
import { useSignal } from "../base/state";
import type { ButtonHTMLAttributes, ComponentChildren } from "preact";
import { problemOf, type Problem } from "../api/call";

interface ButtonProps extends Omit<ButtonHTMLAttributes, "class"> {
  /** primary: the one main action of a page. danger: it cannot be undone. quiet: looks like a link. */
  kind?: "primary" | "danger" | "quiet" | "plain";
  busy?: boolean;
  children: ComponentChildren;
}

export function Button({ kind, busy, children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} class={kind} disabled={busy || rest.disabled} aria-busy={busy}>
      {children}
    </button>
  );
}

export interface Task {
  busy: boolean;
  problem: Problem | undefined;
  /** Run once at a time; true if it went well. */
  run: (work: () => Promise<unknown>) => Promise<boolean>;
}

export function useTask(): Task {
  const busy = useSignal(false);
  const problem = useSignal<Problem | undefined>(undefined);
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (busy.value) return false;
    busy.value = true;
    problem.value = undefined;
    try {
      await work();
      return true;
    } catch (error) {
      problem.value = problemOf(error);
      return false;
    } finally {
      busy.value = false;
    }
  };
  return { busy: busy.value, problem: problem.value, run };
}
