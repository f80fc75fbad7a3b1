/** Names and values, as a description list; what has no value is left out. */
import type { ComponentChildren } from "preact";
import { locale } from "../base/i18n";

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

export interface AddressOf {
  line1?: string | null;
  line2?: string | null;
  city?: string | null;
  state?: string | null;
  postal_code?: string | null;
  country?: string | null;
}

/** A postal address in the lines its country expects, as near as one rule gets. */
export function Address({ of }: { of?: AddressOf | null }) {
  if (!of?.line1 && !of?.city) return null;
  const { line1, line2, city, state, postal_code: code, country } = of;
  const town = /^(US|CA|AU|GB|IE|NZ|IN)$/.test(country ?? "") ? [city, state, code] : [code, city];
  const lines = [line1, line2, town.filter(Boolean).join(" "), country && regionOf(country)].filter(Boolean);
  return (
    <address>
      {lines.map((line) => (
        <span>{line}</span>
      ))}
    </address>
  );
}

function regionOf(code: string): string {
  try {
    return new Intl.DisplayNames(locale.value, { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}
