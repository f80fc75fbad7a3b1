/** A filter of a list: it stands in the address, so that a filtered list can be kept and sent. */
import { here, refine } from "../base/router";
import { t } from "../base/words";
import { Select } from "./fields";

interface ChoiceProps {
  label: string;
  name: string;
  options: Record<string, string>;
  /** What it means to choose nothing. */
  all?: string;
}

export const Choice = ({ label, name, options, all }: ChoiceProps) => (
  <Select label={label} name={name} value={here.value.query.get(name) ?? ""} onChange={(event) => refine({ [name]: event.currentTarget.value })}>
    <option value="">{all ?? t("All")}</option>
    {Object.entries(options).map(([key, words]) => (
      <option value={key}>{words}</option>
    ))}
  </Select>
);
