/** An authenticator app beside the password: set it up, or sign in without it again. */
import { call, type Answer } from "../api/call";
import { me } from "../api/portal";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { CodeField, Form, Password, Username } from "../parts/form";
import { w } from "./words";

/** Codes for the day the other thing is lost, shown once. */
export const Codes = ({ of, done }: { of: string[]; done: () => void }) => (
  <div class="stack" role="status">
    <p>{w("Keep these codes in a safe place: each lets you in once if your phone is lost.")}</p>
    <pre>{of.join("\n")}</pre>
    <p>
      <button class="primary" onClick={done}>{t("Continue")}</button>
    </p>
  </div>
);

export function SecondFactor() {
  const secret = useSignal<Answer<"POST /portal/me/totp"> | undefined>(undefined);
  const codes = useSignal<string[]>([]);
  const on = me.value?.second_factor === "on";
  const know = (second_factor: "on" | "off") => (me.value = { ...me.value!, second_factor });
  const begin = async ({ password }: { password?: string }) => {
    const body = { password };
    if (on) {
      await call("DELETE /portal/me/totp", { body });
      know("off");
    } else secret.value = await call("POST /portal/me/totp", { body });
  };
  const confirm = async ({ code = "" }: Record<string, string>) => {
    codes.value = (await call("POST /portal/me/totp/confirmation", { body: { code } })).codes;
  };

  if (codes.value.length) return <Codes of={codes.value} done={() => (know("on"), (codes.value = []), (secret.value = undefined))} />;
  if (secret.value)
    return (
      <Form key="code" submit={w("Switch on")} send={confirm}>
        <p>{w("Add this key to your authenticator app, then enter the code it shows.")}</p>
        <pre>{secret.value.secret.replace(/(.{4})(?=.)/g, "$1 ")}</pre>
        <p>
          <a href={secret.value.uri}>{w("Open the app on this device")}</a>
        </p>
        <CodeField name="code" inputMode="numeric" />
      </Form>
    );
  return (
    <Form key={String(on)} kind="plain" submit={on ? w("Switch off") : w("Set up")} send={begin}>
      <p class="soft">{on ? w("You sign in with your password and a code of your authenticator app.") : w("With an authenticator app, a stolen password alone opens nothing.")}</p>
      <Username of={me.value?.email} />
      <Password label={t("Password")} name="password" autocomplete="current-password" />
    </Form>
  );
}
