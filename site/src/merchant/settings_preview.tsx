/** The portal in small: the door and the start page in the chosen colour. A picture, nothing in it can be pressed. */
import { money } from "../base/format";
import { t } from "../base/words";
import { d } from "./desk";
import type { Organization } from "./session";
import { w } from "./words";

interface PreviewProps {
  of: Organization;
  scheme: "day" | "night";
}

export function Preview({ of, scheme }: PreviewProps) {
  const name = scheme === "day" ? d("By day") : d("By night");
  const amount = money(132750, of.currency);
  return (
    <figure>
      <div class={`preview ${scheme}`} role="img" aria-label={d("Preview of the sign-in page and the start page: {0}", name)}>
        <span class="mark">{of.logo_url ? <img src={of.logo_url} alt="" /> : of.name}</span>
        <span class="stack">
          <b>{t("Sign in")}</b>
          <small>{t("E-mail address")}</small>
          <i />
          <span class="button primary">{t("Sign in")}</span>
        </span>
        <span class="stack">
          <b>{d("{0} to pay", amount)}</b>
          <span class="button primary">{d("Pay {0}", amount)}</span>
          <span class="quiet">{w("All invoices")}</span>
        </span>
      </div>
      <figcaption class="soft small">{name}</figcaption>
    </figure>
  );
}
