/** What the merchant works on for us: tasks, hours budgeted and logged, and the hours week by week. */
import { face } from "../api/portal";
import type { Answer } from "../api/call";
import { day, figure } from "../base/format";
import { Load, useGet, useList } from "../base/load";
import { t } from "../base/words";
import { Button, useTask } from "../parts/button";
import { Facts } from "../parts/facts";
import { Failure } from "../parts/failure";
import { ListPage, OnePage } from "../parts/rooms";
import { Status, type Tone } from "../parts/status";
import { Table } from "../parts/table";
import { w } from "./words";

type Row = Answer<"GET /portal/projects">["items"][number];
type Entry = Answer<"GET /portal/projects/{project_id}/timesheets">["items"][number];

const tones: Record<Row["status"], Tone> = { active: "news", on_hold: "warn", completed: "good" };
const ProjectStatus = ({ of: { status } }: { of: Row }) => <Status tone={tones[status]}>{w().projectStates[status]}</Status>;

const hours = (of: string | number): string => w("{0} h", figure(of));
const logged = ({ hours_logged, hours_budgeted }: { hours_logged: string; hours_budgeted?: string | null }): string =>
  hours_budgeted == null ? hours(hours_logged) : w("{0} of {1}", hours(hours_logged), hours(hours_budgeted));

export const Projects = () => (
  <ListPage
    title={w("Projects")}
    from={useList("GET /portal/projects")}
    empty={w("What {0} works on for you will appear here.", face.value!.name)}
    href={(row) => `/projects/${row.id}`}
    columns={[
      [w("Name"), (row) => row.name, "lead"],
      [w("Status"), (row) => <ProjectStatus of={row} />, "sub"],
      [w("Hours"), (row) => logged(row), "side figure"],
    ]}
  />
);

export function ProjectPage({ id }: { id: string }) {
  return (
    <OnePage
      from={useGet("GET /portal/projects/{project_id}", { project_id: id })}
      title={w("Project")}
      named={({ name }) => name}
      up={["/projects", w("Projects")]}
      lead={(found) => <ProjectStatus of={found} />}
      under={<Weeks id={id} />}
    >
      {(found) => (
        <>
          <section class="stack">
            {found.description && <p>{found.description}</p>}
            <Facts of={[[w("Hours"), logged(found)]]} />
          </section>
          {found.tasks.length > 0 && (
            <section>
              <h2>{w("Tasks")}</h2>
              <Table
                caption={w("Tasks")}
                rows={found.tasks}
                columns={[
                  [w("Name"), (task) => task.name, "lead"],
                  [w("Status"), (task) => <Status tone={task.status === "done" ? "good" : "calm"}>{w().taskStates[task.status]}</Status>, "sub"],
                  [w("Hours"), (task) => logged(task), "side figure"],
                ]}
              />
            </section>
          )}
        </>
      )}
    </OnePage>
  );
}

/** The Monday of a day's week. */
function mondayOf(date: string): string {
  const monday = new Date(`${date}T00:00Z`);
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
  return monday.toISOString().slice(0, 10);
}

/** A bar for each week, the newest first, and behind each the entries that it is made of. */
function Weeks({ id }: { id: string }) {
  const entries = useList("GET /portal/projects/{project_id}/timesheets", { project_id: id, limit: 100 });
  const task = useTask();
  const weeks = new Map<string, Entry[]>();
  for (const entry of entries.data ?? []) weeks.set(mondayOf(entry.date), [...(weeks.get(mondayOf(entry.date)) ?? []), entry]);
  // Of the last week that was loaded there may be more to come: it is shown when that is there, too.
  if (entries.more && weeks.size > 1) weeks.delete([...weeks.keys()].at(-1)!);
  const sum = (of: Entry[]) => of.reduce((all, entry) => all + Math.round(Number(entry.hours) * 100), 0) / 100;
  const most = Math.max(...[...weeks.values()].map(sum));
  return (
    <section>
      <h2>{w("Timesheet")}</h2>
      <Load from={entries}>
        {(all) => (all.length ? (
          [...weeks].map(([monday, of], n) => (
            <details class="week" key={monday} open={!n}>
              <summary class="opens">
                <span>{w("Week of {0}", day(monday))}</span>
                <meter max={most} value={sum(of)} aria-label={w("Hours")} />
                <b>{hours(sum(of))}</b>
              </summary>
              <Table
                caption={w("Week of {0}", day(monday))}
                rows={of}
                columns={[
                  [w("Date"), (entry) => day(entry.date), "end"],
                  [w("What"), (entry) => <>{entry.task || entry.notes || "–"}{entry.task && entry.notes && <span class="soft below">{entry.notes}</span>}</>, "lead"],
                  [w("Who"), (entry) => entry.person, "sub"],
                  [w("Status"), (entry) => (entry.billed ? w("billed") : w("not billed yet")), "none"],
                  [w("Hours"), (entry) => hours(entry.hours), "side figure"],
                ]}
              />
            </details>
          ))
        ) : (
          <p class="soft">{w("No hours are logged yet.")}</p>
        ))}
      </Load>
      <Failure problem={task.problem} />
      {entries.more && (
        <Button busy={task.busy} onClick={() => task.run(entries.more!)}>
          {t("Show more")}
        </Button>
      )}
    </section>
  );
}
