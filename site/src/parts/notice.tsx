/** A line that says what was done, and stays. */
import type { ComponentChildren } from "preact";

export function Done({ children }: { children?: ComponentChildren }) {
  return <div role="status">{children && <p class="notice good">{children}</p>}</div>;
}
