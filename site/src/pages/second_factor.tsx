/** An authenticator app beside the password: set it up, or sign in without it again. */
import { call, type Answer } from "../api/call";
import { me } from "../api/portal";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { CodeField, Form, Password, Username } from "../parts/form";
import { w } from "./words";

export function SecondFactor() {
  const secret = useSignal<Answer<"POST /portal/me/totp"> | undefined>(undefined);
  const codes = useSignal<string[]>([]);
  const on = me.value?.second_factor === "on";
  const know = (second_factor: "on" | "off") => (me.value = { ...me.value!, second_factor });
  const begin = async (body: { password?: string }) => {
    if (on) {
      await call("DELETE /portal/me/totp", { body });
      know("off");
    } else secret.value = await call("POST /portal/me/totp", { body });
  };
  const confirm = async ({ code = "" }: Record<string, string>) => {
    codes.value = (await call("POST /portal/me/totp/confirmation", { body: { code } })).codes;
  };

  if (codes.value.length)
    return (
      <div class="stack" role="status">
        <p>{w().recoveryCodes}</p>
        <pre>{codes.value.join("\n")}</pre>
        <p>
          <button class="primary" onClick={() => (know("on"), (codes.value = []), (secret.value = undefined))}>
            {t().goOn}
          </button>
        </p>
      </div>
    );
  if (secret.value)
    return (
      <Form key="code" submit={w().switchOn} send={confirm}>
        <p>{w().addToApp}</p>
        <pre>{secret.value.secret.replace(/(.{4})(?=.)/g, "$1 ")}</pre>
        <p>
          <a href={secret.value.uri}>{w().openApp}</a>
        </p>
        <CodeField name="code" inputMode="numeric" />
      </Form>
    );
  return (
    <Form key={String(on)} kind="plain" submit={on ? w().switchOff : w().setUp} send={begin}>
      <p class="soft">{on ? w().secondFactorOn : w().secondFactorOff}</p>
      <Username of={me.value?.email} />
      <Password label={t().password} name="password" autocomplete="current-password" />
    </Form>
  );
}
