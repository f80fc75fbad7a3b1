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
  const mark = of.logo_url ? <img src={of.logo_url} alt="" /> : of.name;
  return (
    <figure class={`preview ${scheme}`}>
      <div role="img" aria-label={d().previewOf(name)}>
        <div class="small-door">
          <span class="panel">{of.name}</span>
          <span class="form">
            <b>{d().previewSignIn}</b>
            <small>{d().previewEmail}</small>
            <i />
            <span class="fake primary">{d().previewSignIn}</span>
          </span>
        </div>
        <div class="small-home">
          <span class="top">{mark}</span>
          <b>{d().previewDue(amount)}</b>
          <span class="fake primary">{d().previewPay(amount)}</span>
          <u>{d().previewInvoice}</u>
        </div>
      </div>
      <figcaption class="soft small">{name}</figcaption>
    </figure>
  );
}
