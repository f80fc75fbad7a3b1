/** The merchant's logo, or its name; it leads home. */
import { to } from "../base/router";

export function Mark({ name, logo }: { name: string; logo?: string | null }) {
  return (
    <a class="mark" href={to("/")}>
      {logo ? <img src={logo} alt={name} /> : name}
    </a>
  );
}
