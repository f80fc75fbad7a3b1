/** What people of both sides said, read downwards, and a field to go on. */
import type { Answer } from "../api/call";
import { moment } from "../base/format";
import type { Pages } from "../base/load";
import { Load } from "../base/load";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { Button, useTask } from "./button";
import { Facts } from "./facts";
import { TextArea } from "./fields";
import { Form } from "./form";

type Comment = Answer<"GET /portal/invoices/{invoice_id}/comments">["items"][number];
type Said = Pick<Comment, "author" | "text" | "created_at">;

/** `merchant`: its name, to stand behind those of its people. */
export const Talk = ({ of, merchant }: { of: Said[]; merchant?: string }) => (
  <Facts of={of.map(({ author, text, created_at }) => [`${author.name}${merchant && author.kind === "staff" ? ` (${merchant})` : ""}, ${moment(created_at)}`, <p class="prose">{text}</p>])} />
);

/** A field that is empty again once it was sent. */
export function Say({ label, max, send }: { label: string; max: number; send: (text: string) => Promise<unknown> }) {
  const said = useSignal(0);
  return (
    <div key={said.value}>
      <Form kind="plain" submit={t("Send")} send={async ({ text = "" }) => (await send(text), void said.value++)}>
        <TextArea label={label} name="text" required maxLength={max} rows={3} />
      </Form>
    </div>
  );
}

/** The discussion of a thing. Without `send` it can only be read. */
export function Discussion({ from, merchant, send }: { from: Pages<Comment>; merchant?: string; send?: false | ((text: string) => Promise<unknown>) }) {
  const task = useTask();
  return (
    <section class="talk stack">
      <h2>{t("Comments")}</h2>
      <Load from={from}>
        {(found) => (
          <>
            {from.more && <p><Button busy={task.busy} onClick={() => task.run(from.more!)}>{t("Earlier comments")}</Button></p>}
            {found.length ? <Talk of={[...found].reverse()} merchant={merchant} /> : <p class="soft">{t("Nothing was said about it yet.")}</p>}
            {send && <Say label={t("Your comment")} max={2000} send={async (text) => (await send(text), await from.reload())} />}
          </>
        )}
      </Load>
    </section>
  );
}
