/** One page: its title takes the focus on navigation, its main action stands beside it. */
import { signal } from "../base/state";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { to, visits } from "../base/router";

/** Whose site this is, for the window's title. */
export const siteName = signal("");

interface PageProps {
  title: string;
  /** The one main action, and others behind "More". */
  actions?: ComponentChildren;
  /** The page above this one: its path and name. */
  up?: [path: string, name: string];
  /** Above the title. */
  over?: ComponentChildren;
  /** Below the title, in words: a status, a date. */
  lead?: ComponentChildren;
  class?: string;
  children?: ComponentChildren;
}

export function Page({ title, actions, up, over, lead, class: look, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (visits) heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    document.title = [title, siteName.value].filter(Boolean).join(" · ");
  }, [title, siteName.value]);
  return (
    <main id="content" class={look}>
      {up && (
        <a class="up" href={to(up[0])}>
          {up[1]}
        </a>
      )}
      <header class="title">
        <div>
          {over}
          <h1 tabIndex={-1} ref={heading}>
            {title}
          </h1>
          {lead}
        </div>
        {actions && <div class="actions">{actions}</div>}
      </header>
      {children}
    </main>
  );
}
