/** Letters to the merchant, and what was answered. */
import { call, type Answer } from "../api/call";
import { face } from "../api/portal";
import { Load, useList } from "../base/load";
import { useSignal } from "../base/state";
import { Button, useTask } from "../parts/button";
import { TextArea } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { Page } from "../parts/page";
import { Say, Talk } from "../parts/talk";
import { w } from "./words";

type Message = Answer<"GET /portal/merchant/messages">["items"][number];

export function Messages() {
  const found = useList("GET /portal/merchant/messages");
  const sent = useSignal(0);
  const task = useTask();
  const { name } = face.value!;
  const send = async ({ subject = "", body = "" }: Record<string, string>) => {
    await call("POST /portal/merchant/messages", { body: { subject, body } });
    await found.reload();
    sent.value++;
  };
  return (
    <Page class="pay" title={w("Write to {0}", name)} up={["/", w("Home")]} lead={<p class="soft">{w("Your message arrives as an e-mail. The answer comes to yours, and stands here, too.")}</p>}>
      <section key={sent.value}>
        <Form submit={w("Send")} send={send}>
          <Field label={w("Subject")} name="subject" maxLength={200} />
          <TextArea label={w("Message")} name="body" required maxLength={4000} />
        </Form>
      </section>
      <Load from={found}>{(messages) => messages.map((message) => <Conversation key={message.id} of={message} merchant={name} reload={found.reload} />)}</Load>
      {found.more && <p class="more"><Button busy={task.busy} onClick={() => task.run(found.more!)}>{w("Earlier messages")}</Button></p>}
    </Page>
  );
}

function Conversation({ of, merchant, reload }: { of: Message; merchant: string; reload: () => Promise<void> }) {
  const answering = useSignal(false);
  const send = async (text: string) => {
    await call("POST /portal/merchant/messages/{message_id}/replies", { message_id: of.id, body: { body: text } });
    answering.value = false;
    await reload();
  };
  return (
    <section class="stack">
      <h2>{of.subject}</h2>
      <Talk of={[of, ...of.replies].map((one) => ({ ...one, text: one.body }))} merchant={merchant} />
      {answering.value ? <Say label={w("Your answer")} max={4000} send={send} /> : <p class="actions"><Button onClick={() => (answering.value = true)}>{w("Answer")}<span class="hidden"> {of.subject}</span></Button></p>}
    </section>
  );
}
