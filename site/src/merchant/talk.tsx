/** What clients say to the merchant: discussions of a thing, messages, reviews. */
import { call, type Answer } from "../api/call";
import { day } from "../base/format";
import { Load, useList } from "../base/load";
import { to } from "../base/router";
import { useSignal } from "../base/state";
import { Button, useTask } from "../parts/button";
import { Page } from "../parts/page";
import { ListPage } from "../parts/rooms";
import { Say, Talk } from "../parts/talk";
import { w } from "./words";

type Message = Answer<"GET /merchant/messages">["items"][number];

export function Messages() {
  const found = useList("GET /merchant/messages");
  const task = useTask();
  return (
    <Page class="pay" title={w("Messages")}>
      <Load from={found}>{(messages) => (messages.length ? messages.map((message) => <Conversation key={message.id} of={message} reload={found.reload} />) : <p class="empty">{w("What clients write to you will appear here.")}</p>)}</Load>
      {found.more && <p class="more"><Button busy={task.busy} onClick={() => task.run(found.more!)}>{w("Earlier messages")}</Button></p>}
    </Page>
  );
}

function Conversation({ of, reload }: { of: Message; reload: () => Promise<void> }) {
  const answering = useSignal(false);
  const send = async (text: string) => {
    await call("POST /merchant/messages/{message_id}/replies", { message_id: of.id, body: { body: text } });
    answering.value = false;
    await reload();
  };
  return (
    <section class="stack">
      <div class="head">
        <h2>{of.subject}</h2>
        <a href={to(`/customers/${of.customer_id}`)}>{of.customer_name}</a>
      </div>
      <Talk of={[of, ...of.replies].map((one) => ({ ...one, text: one.body }))} />
      {answering.value ? <Say label={w("Your answer")} max={4000} send={send} /> : <p class="actions"><Button onClick={() => (answering.value = true)}>{w("Reply")}<span class="hidden"> {of.subject}</span></Button></p>}
    </section>
  );
}

export const Reviews = () => (
  <ListPage
    title={w("Reviews")}
    from={useList("GET /merchant/reviews")}
    empty={w("What clients think of you will appear here, once your settings let them say so.")}
    columns={[
      [w("Customer"), ({ customer_id, customer_name }) => <a href={to(`/customers/${customer_id}`)}>{customer_name}</a>, "lead"],
      [w("Name"), ({ author }) => author.name, "none"],
      [w("Words"), ({ comment }) => <span class="prose">{comment}</span>, "sub"],
      [w("Date"), ({ updated_at }) => day(updated_at.slice(0, 10)), "end"],
      [w("Stars"), ({ rating }) => <span role="img" aria-label={w("{0} of 5", rating)}>{"★".repeat(rating) + "☆".repeat(5 - rating)}</span>, "side"],
    ]}
  />
);
