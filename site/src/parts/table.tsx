/** Tables that become two-line rows on a narrow screen, and grow by pages. */
import type { ComponentChildren } from "preact";
import type { Pages } from "../base/load";
import { Load, Skeleton } from "../base/load";
import { to } from "../base/router";
import { t } from "../base/words";
import { Button, useTask } from "./button";
import { Failure } from "./failure";

/** Where a cell goes on a narrow screen: first line (lead, side), second line (sub, end), before or beside both (pick, tall), or nowhere. */
type Narrow = "lead" | "side" | "sub" | "end" | "pick" | "tall" | "none";
/** Its head, what stands in it, and how: figures are aligned at their end. */
export type Column<T> = [head: string, cell: (row: T) => ComponentChildren, look: Narrow | `${Narrow} figure`];

interface TableProps<T> {
  /** What the table holds; read out, not shown. */
  caption: string;
  columns: Array<Column<T>>;
  rows: T[];
  /** The page of a row; its lead cell becomes the link and the whole row can be clicked. */
  href?: (row: T) => string;
}

export function Table<T extends object>({ caption, columns, rows, href }: TableProps<T>) {
  return (
    <table role="table">
      <caption class="hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(([head, , look]) => (
            <th role="columnheader" scope="col" class={look}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row, n) => (
          <tr role="row" key={(row as { id?: string }).id ?? n} class={href && "linked"}>
            {columns.map(([, cell, look]) => (
              <td role="cell" class={look}>
                {href && look === "lead" ? <a href={to(href(row))}>{cell(row)}</a> : cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export interface ListingProps<T> extends Omit<TableProps<T>, "rows"> {
  from: Pages<T>;
  /** One sentence on what will appear here and why. */
  empty: ComponentChildren;
}

/** A table of a list that grows, with its skeleton, its empty sentence and "Show more". */
export function Listing<T extends object>({ from, empty, ...table }: ListingProps<T>) {
  const task = useTask();
  return (
    <Load from={from} skeleton={<Skeleton lines={8} />}>
      {(rows) => (
        <>
          {rows.length ? <Table {...table} rows={rows} /> : <p class="empty">{empty}</p>}
          <Failure problem={task.problem} />
          {from.more && (
            <p class="more">
              <Button busy={task.busy} onClick={() => task.run(from.more!)}>
                {t("Show more")}
              </Button>
            </p>
          )}
        </>
      )}
    </Load>
  );
}
