/** The rooms: every page behind the sign-in, in one lazy chunk. */
import "../portal";
import { here, match } from "../base/router";
import { Page } from "../parts/page";

export function Rooms() {
  const found = match("/", here.value.path);
  return <Page title="Home">{String(!!found)}</Page>;
}
