/** Names and values, as a description list; what has no value is left out. */
import type { ComponentChildren } from "preact";

export type Fact = [name: string, value: ComponentChildren];

export function Facts({ of }: { of: Fact[] }) {
  return (
    <dl class="facts">
      {of
        .filter(([, value]) => value || value === 0)
        .map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

interface Place {
  line1?: string | null;
  line2?: string | null;
  city?: string | null;
  state?: string | null;
  postal_code?: string | null;
  country?: string | null;
}

/** A postal address in the lines its country expects, as near as one rule gets. */
export function Address({ of }: { of?: Place | null }) {
  const lines = of && [of.line1, of.line2, [of.postal_code, of.city].filter(Boolean).join(" "), of.state, of.country].filter(Boolean);
  return lines?.length ? (
    <address>
      {lines.map((line) => (
        <span>{line}</span>
      ))}
    </address>
  ) : null;
}
