/** The parts of an account that portal and console share: sections, a new password, where one is signed in. */
import type { ComponentChildren } from "preact";
import { moment } from "../base/format";
import { Load, type Loaded } from "../base/load";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Button, useTask } from "./button";
import { Failure } from "./failure";
import { Form, NewPassword, Password, Username } from "./form";
import { Table } from "./table";

export const Section = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section class="aside">
    <h2>{title}</h2>
    <div>{children}</div>
  </section>
);

interface ChangePasswordProps {
  email: string | undefined;
  send: (body: { current_password: string; new_password: string }) => Promise<unknown>;
}

export function ChangePassword({ email, send }: ChangePasswordProps) {
  /** A new round empties the fields. */
  const round = useSignal(0);
  return (
    <Section title={t("Change password")}>
      <Form
        submit={t("Change password")}
        kind="plain"
        send={async ({ current_password = "", new_password = "" }) => {
          await send({ current_password, new_password });
          round.value++;
          return t("Your password is changed. Other devices have been signed out.");
        }}
      >
        <Username of={email} />
        <div class="stack" key={round.value}>
          <Password label={t("Current password")} name="current_password" autocomplete="current-password" />
          <NewPassword label={t("New password")} name="new_password" />
        </div>
      </Form>
    </Section>
  );
}

interface Session {
  id: string;
  device: string;
  last_used_at: string;
  current: boolean;
}

export function Sessions({ from, end }: { from: Loaded<{ items: Session[] }>; end: (id: string) => Promise<unknown> }) {
  const task = useTask();
  return (
    <Section title={t("Where you are signed in")}>
      <Failure problem={task.problem} />
      <Load from={from}>
        {({ items }) => (
          <Table
            caption={t("Where you are signed in")}
            rows={items}
            columns={[
              [t("Device"), ({ device }) => device || "–", "lead"],
              [t("Last used"), ({ last_used_at }) => moment(last_used_at), "sub"],
              [
                t("Status"),
                ({ id, device, current }) =>
                  current ? (
                    <span class="soft">{t("this device")}</span>
                  ) : (
                    <Button busy={task.busy} onClick={() => task.run(() => end(id).then(from.reload))} aria-label={t("Sign out {0}", device)}>
                      {t("Sign out")}
                    </Button>
                  ),
                "tall figure",
              ],
            ]}
          />
        )}
      </Load>
    </Section>
  );
}
