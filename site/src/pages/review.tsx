/** What one thinks of the merchant. */
import { call } from "../api/call";
import { face } from "../api/portal";
import { day } from "../base/format";
import { Load, useGet } from "../base/load";
import { Select, TextArea } from "../parts/fields";
import { Form } from "../parts/form";
import { Page } from "../parts/page";
import { w } from "./words";

export function Review() {
  const loaded = useGet("GET /portal/merchant/review");
  const send = async ({ rating, comment }: Record<string, string>) => {
    await call("PUT /portal/merchant/review", { body: { rating: Number(rating), comment } });
    await loaded.reload();
    return w("Thank you. You can change it at any time.");
  };
  return (
    <Page class="pay" title={w("How is {0}?", face.value!.name)} up={["/", w("Home")]} lead={<p class="soft">{w("Only {0} reads this, with your name.", face.value!.name)}</p>}>
      <Load from={loaded}>
        {({ rating, comment, updated_at: at }) => (
          <Form submit={w("Save review")} send={send}>
            <Select label={w("Rating")} name="rating" required hint={at && w("You said this on {0}.", day(at.slice(0, 10), "long"))}>
              {[5, 4, 3, 2, 1].map((stars) => (
                <option value={stars} selected={stars === (rating ?? 5)}>{`${"★".repeat(stars)}${"☆".repeat(5 - stars)} ${w().stars[stars as 1]}`}</option>
              ))}
            </Select>
            <TextArea label={w("In your words")} name="comment" optional maxLength={2000} defaultValue={comment} />
          </Form>
        )}
      </Load>
    </Page>
  );
}
