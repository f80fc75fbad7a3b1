/** The place of a discussion on the pages of what it is about: it comes with the rare pages, and only where the merchant wants it. */
import { useLoad } from "../base/load";
import { useDashboard } from "./home";

export function Talk(props: { of: "estimate" | "invoice" | "subscription"; id: string }) {
  const wanted = useDashboard().data?.features.comments;
  const { data: seldom } = useLoad(wanted ? "seldom" : "", () => import("./seldom"));
  return seldom ? <seldom.Comments {...props} /> : null;
}
