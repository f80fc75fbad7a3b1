/** The fields of postal addresses, each named after the address it belongs to: `billing_address.city`. */
import type { Answer } from "../api/call";
import { locale } from "../base/i18n";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Select } from "./fields";
import { Field } from "./form";

type Address = NonNullable<Answer<"GET /merchant/customers/{customer_id}">["billing_address"]>;

const CODES =
  "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW"; // pragma: allowlist secret, codes of countries

/** Every country in the person's language, by name. */
function countries(): Array<[code: string, name: string]> {
  const names = new Intl.DisplayNames(locale.value, { type: "region" });
  const { compare } = new Intl.Collator(locale.value);
  return CODES.match(/../g)!.map((code): [string, string] => [code, names.of(code) ?? code]).sort(([, a], [, b]) => compare(a, b));
}

export function AddressFields({ name, of = {} }: { name: string; of?: Address }) {
  const field = (part: keyof Address) => ({ name: `${name}.${part}`, defaultValue: of[part], optional: true, maxLength: 200, autocomplete: "off" });
  return (
    <>
      <Field label={t("Street and number")} {...field("line1")} />
      <Field label={t("Further line")} {...field("line2")} />
      <div class="pair">
        <Field label={t("Postal code")} {...field("postal_code")} />
        <Field label={t("City")} {...field("city")} />
      </div>
      <div class="pair">
        <Field label={t("State or region")} {...field("state")} />
        <Select label={t("Country")} name={`${name}.country`} optional>
          <option value="">–</option>
          {countries().map(([code, words]) => (
            <option value={code} selected={code === of.country}>
              {words}
            </option>
          ))}
        </Select>
      </div>
    </>
  );
}

/** Few have one, so its fields stand there only for those. */
export function Shipping({ of }: { of?: Address }) {
  const other = useSignal(Object.values(of ?? {}).some(Boolean));
  return (
    <>
      <label class="check">
        <input type="checkbox" checked={other.value} onChange={() => (other.value = !other.value)} />
        {t("Deliver to another address")}
      </label>
      {other.value && <AddressFields name="shipping_address" of={of} />}
    </>
  );
}

/** What those fields hold, for the API. */
export const addressOf = (values: Record<string, string>, name: string): Address =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => key.startsWith(`${name}.`))
      .map(([key, value]) => [key.slice(name.length + 1), value.trim()]),
  );
