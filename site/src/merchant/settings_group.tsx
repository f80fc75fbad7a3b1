/** The layout of settings: a group's name and why beside its fields, and a box to tick with its sentence. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { d } from "./desk";

/** Those that are on or off, by the API's names. */
type Setting = keyof ReturnType<typeof d>["toggles"];

interface GroupProps {
  title: string;
  hint?: ComponentChildren;
  children: ComponentChildren;
}

export const Group = ({ title, hint, children }: GroupProps) => (
  <section class="aside">
    <div>
      <h2>{title}</h2>
      {hint && <p class="soft small">{hint}</p>}
    </div>
    <div class="stack">{children}</div>
  </section>
);

/** One setting that is on or off, with the sentence that says what it does. */
export function Toggle({ name, on }: { name: Setting; on: boolean | undefined }) {
  const id = useId();
  const [label, words] = d().toggles[name];
  return (
    <div class="toggle">
      <label class="check">
        <input type="checkbox" name={name} defaultChecked={on} aria-describedby={id} />
        {label}
      </label>
      <p class="hint" id={id}>
        {words}
      </p>
    </div>
  );
}
