/** Passkeys: a finger, a face or a key opens the portal, without a password. */
import { call } from "../api/call";
import { me } from "../api/portal";
import { moment } from "../base/format";
import { Load, useGet } from "../base/load";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Form, Password, Username } from "../parts/form";
import { Done } from "../parts/notice";
import { makePasskey } from "./passkey";
import { Codes } from "./second_factor";
import { w } from "./words";

export function Passkeys() {
  const loaded = useGet("GET /portal/me/passkeys");
  /** What is asked for: `+` a new one, or which one goes. */
  const wanted = useSignal("");
  const codes = useSignal<string[]>([]);
  const said = useSignal("");
  const add = async (body: { password?: string }) => {
    const creation = await call("POST /portal/me/passkeys/options", { body });
    codes.value = (await call("POST /portal/me/passkeys", { body: await makePasskey(creation, w("No passkey was made.")) })).recovery_codes;
    if (me.value?.second_factor === "required" && !codes.value.length) open();
    return w("Your passkey is added.");
  };
  const remove = async (passkey_id: string, body: { password?: string }) => {
    await call("DELETE /portal/me/passkeys/{passkey_id}", { passkey_id, body });
    return w("The passkey is removed.");
  };
  const send = async ({ password }: { password?: string }) => {
    const body = { password };
    said.value = wanted.value === "+" ? await add(body) : await remove(wanted.value, body);
    wanted.value = "";
    await loaded.reload();
  };
  /** Whoever had to have a second factor has one now. */
  const open = () => {
    if (me.value?.second_factor === "required") me.value = { ...me.value, second_factor: "off" };
  };
  if (codes.value.length) return <Codes of={codes.value} done={() => ((codes.value = []), open())} />;
  return (
    <div class="stack">
      <p class="soft">{w("Sign in with your fingerprint, your face or a security key. No false mail or page can steal it.")}</p>
      <Load from={loaded}>
        {({ items }) => (
          <ul class="plain">
            {items.map(({ id, name, created_at, last_used_at }) => (
              <li class="between">
                <span>
                  {name}
                  <br />
                  <span class="soft">{last_used_at ? w("Used on {0}", moment(last_used_at)) : w("Added on {0}", moment(created_at))}</span>
                </span>
                <Button onClick={() => (wanted.value = id)} aria-label={w("Remove {0}", name)}>{w("Remove")}</Button>
              </li>
            ))}
          </ul>
        )}
      </Load>
      <Done>{said.value}</Done>
      <p>
        <Button onClick={() => (wanted.value = "+")}>{w("Add a passkey")}</Button>
      </p>
      {wanted.value && (
        <Dialog title={wanted.value === "+" ? w("Add a passkey") : w("Remove the passkey")} onClose={() => (wanted.value = "")}>
          <Form submit={wanted.value === "+" ? t("Continue") : w("Remove")} kind={wanted.value === "+" ? "primary" : "danger"} send={send}>
            <Username of={me.value?.email} />
            <Password label={t("Current password")} name="password" autocomplete="current-password" />
          </Form>
        </Dialog>
      )}
    </div>
  );
}
