/** What an amount is made of, line by line; what has no value is left out. */
import type { ComponentChildren } from "preact";

export type Sum = [name: ComponentChildren, value: string | false, look?: "strong" | "balance"];

export const Sums = ({ of, live }: { of: Sum[]; live?: boolean }) => (
  <dl class="totals" aria-live={live ? "polite" : undefined}>
    {of.map(
      ([name, value, look]) =>
        value && (
          <div class={look}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
    )}
  </dl>
);
