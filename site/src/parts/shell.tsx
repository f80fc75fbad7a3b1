/** The frame of signed-in pages: skip link, one sticky bar with at most seven links. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { here, to } from "../base/router";
import { t } from "../base/words";
import { Mark } from "./mark";

interface ShellProps {
  name: string;
  logo?: string | null;
  links: Array<[path: string, name: string]>;
  /** At the end of the bar: who is signed in, sign out. */
  end?: ComponentChildren;
  children: ComponentChildren;
  footer?: ComponentChildren;
}

export function Shell({ name, logo, links, end, children, footer }: ShellProps) {
  const nav = useRef<HTMLElement>(null);
  const { path } = here.value;
  const current = (link: string) => (link === "/" ? path === "/" : path === link || path.startsWith(`${link}/`));
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [path]);
  return (
    <>
      <a class="skip" href="#content">
        {t("Skip to content")}
      </a>
      <header class="bar">
        <div>
          <Mark name={name} logo={logo} />
          <nav ref={nav}>
            {links.map(([link, words]) => (
              <a href={to(link)} aria-current={current(link) ? "page" : undefined}>
                {words}
              </a>
            ))}
          </nav>
          <div class="end">{end}</div>
        </div>
      </header>
      {children}
      {footer}
    </>
  );
}
