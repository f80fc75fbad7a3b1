/** The portal in small: the door and the start page in the chosen colour. A picture, nothing in it can be pressed. */
import { money } from "../base/format";
import { d } from "./desk";
import type { Organization } from "./session";

interface PreviewProps {
  of: Organization;
  scheme: "day" | "night";
}

export function Preview({ of, scheme }: PreviewProps) {
  const name = scheme === "day" ? d().byDay : d().byNight;
  const amount = money(132750, of.currency);
  return (
    <figure>
      <div class={`preview ${scheme}`} role="img" aria-label={d().previewOf(name)}>
        <span class="mark">{of.logo_url ? <img src={of.logo_url} alt="" /> : of.name}</span>
        <span class="stack">
          <b>{d().previewSignIn}</b>
          <small>{d().previewEmail}</small>
          <i />
          <span class="button primary">{d().previewSignIn}</span>
        </span>
        <span class="stack">
          <b>{d().previewDue(amount)}</b>
          <span class="button primary">{d().previewPay(amount)}</span>
          <span class="quiet">{d().previewInvoice}</span>
        </span>
      </div>
      <figcaption class="soft small">{name}</figcaption>
    </figure>
  );
}
