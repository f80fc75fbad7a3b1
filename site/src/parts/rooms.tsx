/** Pages by what they show: a list, or one thing. Most pages are one of these, with a few columns or facts. */
import type { ComponentChildren } from "preact";
import { Load, type Loaded } from "../base/load";
import { Page } from "./page";
import { Listing, type ListingProps } from "./table";

interface ListPageProps<T> extends Omit<ListingProps<T>, "caption"> {
  title: string;
  up?: [path: string, name: string];
  actions?: ComponentChildren;
  /** Above the list: filters, what was done. */
  children?: ComponentChildren;
  under?: ComponentChildren;
}

export const ListPage = <T extends object>({ title, up, actions, children, under, ...listing }: ListPageProps<T>) => (
  <Page title={title} up={up} actions={actions}>
    {children}
    <Listing caption={title} {...listing} />
    {under}
  </Page>
);

interface OnePageProps<T> {
  from: Loaded<T>;
  /** What it is called: while it is loaded (of what kind it is), and then. */
  title: string;
  named: (found: T) => string;
  up?: [path: string, name: string];
  class?: string;
  lead?: (found: T) => ComponentChildren;
  actions?: (found: T) => ComponentChildren;
  skeleton?: ComponentChildren;
  /** Between the title and what is shown: what was done, what went wrong. */
  over?: ComponentChildren;
  /** Below it, loaded by itself. */
  under?: ComponentChildren;
  children: (found: T) => ComponentChildren;
}

export function OnePage<T>({ from, title, named, up, class: look, lead, actions, skeleton, over, under, children }: OnePageProps<T>) {
  const { data } = from;
  return (
    <Page class={look} title={data ? named(data) : title} up={up} lead={data && lead && <p class="soft">{lead(data)}</p>} actions={data && actions?.(data)}>
      {over}
      <Load from={from} skeleton={skeleton}>
        {children}
      </Load>
      {under}
    </Page>
  );
}
