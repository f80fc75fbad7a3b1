/** What we did here: who of the customer's people did what, newest first. */
import type { Answer } from "../api/call";
import { me } from "../api/portal";
import { moment } from "../base/format";
import { useList } from "../base/load";
import { to } from "../base/router";
import { t } from "../base/words";
import { ListPage } from "../parts/rooms";
import { w } from "./words";

type Row = Answer<"GET /portal/activity">["items"][number];

const rooms: Record<string, string> = { inv: "/invoices/", est: "/estimates/", sub: "/subscriptions/", pay: "/payments/" };

/** What was done, as a link to what it was done with. */
function Doing({ of: { action, subject_id } }: { of: Row }) {
  const said = w().doings[action] ?? w("Something was changed");
  const room = rooms[subject_id.slice(0, 3)];
  return room ? <a href={to(room + subject_id)}>{said}</a> : <>{said}</>;
}

export function Activity() {
  const activity = useList("GET /portal/activity");
  return (
    <ListPage
      title={w("Activity")}
      up={["/account", w("Account")]}
      from={activity}
      empty={w("What you and your colleagues do here will appear here.")}
      columns={[
        [t("What"), (row) => <Doing of={row} />, "lead"],
        [w("Who"), ({ actor }) => (actor.id === me.value?.id ? w("You") : actor.name || w("Somebody who is gone")), "sub"],
        [w("When"), ({ at }) => moment(at), "end figure"],
      ]}
    />
  );
}
