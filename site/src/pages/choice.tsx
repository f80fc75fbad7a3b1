/** A filter of a list: it stands in the address, so that a filtered list can be kept and sent. */
import { useId } from "preact/hooks";
import { refine } from "../base/router";
import { w } from "./words";

interface ChoiceProps {
  label: string;
  name: string;
  value: string;
  options: Record<string, string>;
}

export function Choice({ label, name, value, options }: ChoiceProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => refine({ [name]: event.currentTarget.value })}>
        <option value="">{w().all}</option>
        {Object.entries(options).map(([key, words]) => (
          <option value={key}>{words}</option>
        ))}
      </select>
    </div>
  );
}
