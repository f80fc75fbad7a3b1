/** What is worked on for customers: the list of projects, a new one, and one with its tasks and the hours that went into it. */
import type { ComponentChildren } from "preact";
import { call, type Answer } from "../api/call";
import { day, figure } from "../base/format";
import { forgetAnswers, useGet, useList } from "../base/load";
import { go, here, refine, to } from "../base/router";
import { useSignal } from "../base/state";
import { t } from "../base/words";
import { useTask } from "../parts/button";
import { Choice } from "../parts/choice";
import { Dialog } from "../parts/dialog";
import { Facts } from "../parts/facts";
import { Failure } from "../parts/failure";
import { Select, TextArea } from "../parts/fields";
import { Field, Form } from "../parts/form";
import { Menu } from "../parts/menu";
import { Page } from "../parts/page";
import { ListPage, OnePage } from "../parts/rooms";
import { Status, type Tone } from "../parts/status";
import { Listing, Table, type Column } from "../parts/table";
import { d } from "./desk";
import { CustomerPicker } from "./invoice_customer";
import { useNames } from "./names";
import { may, me } from "./session";
import { w } from "./words";

type Row = Answer<"GET /merchant/projects">["items"][number];
type Project = Answer<"GET /merchant/projects/{project_id}">;
type Task = Project["tasks"][number];
type Entry = Answer<"GET /merchant/projects/{project_id}/timesheets">["items"][number];
type Values = Record<string, string>;

const tones: Record<Row["status"], Tone> = { active: "news", on_hold: "warn", completed: "good" };
const ProjectStatus = ({ of: { status } }: { of: Row }) => <Status tone={tones[status]}>{d().projectStates[status]}</Status>;

const hours = (of: string): string => d("{0} h", figure(of));
const logged = ({ hours_logged, hours_budgeted }: { hours_logged: string; hours_budgeted?: string | null }): string =>
  hours_budgeted == null ? hours(hours_logged) : d("{0} of {1}", hours(hours_logged), hours(hours_budgeted));
/** Hours as they are typed: a comma will do, and nothing means none. */
const typed = (text: string | undefined): string | null => text?.trim().replace(",", ".") || null;

export function Projects() {
  const { query } = here.value;
  const [status, customer] = [query.get("status") ?? "", query.get("customer_id") ?? ""];
  const found = useList("GET /merchant/projects", { status: (status || undefined) as Row["status"] | undefined, customer_id: customer || undefined });
  const nameOf = useNames(found.data);
  return (
    <ListPage
      title={d("Projects")}
      from={found}
      actions={may("admin") && <a class="button primary" href={to("/projects/new")}>{d("New project")}</a>}
      empty={status || customer ? d("No project matches these filters.") : d("What you work on for your customers will appear here.")}
      href={(row) => `/projects/${row.id}`}
      columns={[
        [w("Name"), ({ name }) => name, "lead"],
        [w("Customer"), (row) => nameOf(row.customer_id), "sub"],
        [w("Status"), (row) => <ProjectStatus of={row} />, "end"],
        [d("Hours"), logged, "side figure"],
      ]}
    >
      <div class="filters">
        <Choice label={w("Status")} name="status" options={d().projectStates} />
        <CustomerPicker key={customer} name="customer_id" value={customer} placeholder={d("Any")} onChoose={(chosen) => refine({ customer_id: chosen?.id ?? "" })} />
      </div>
    </ListPage>
  );
}

const Budget = ({ value }: { value?: string | null }) => <Field label={d("Hours budgeted")} name="hours_budgeted" inputMode="decimal" defaultValue={value ?? ""} autocomplete="off" optional />;

/** What a project says of itself. */
const About = ({ of }: { of?: Row }) => (
  <>
    <Field label={w("Name")} name="name" defaultValue={of?.name} maxLength={120} />
    <TextArea label={d("Description")} name="description" defaultValue={of?.description} rows={3} maxLength={4000} optional />
    <Budget value={of?.hours_budgeted} />
  </>
);
const aboutOf = ({ name = "", description = "", hours_budgeted }: Values) => ({ name, description, hours_budgeted: typed(hours_budgeted) });

export function NewProject() {
  const customer = useSignal("");
  const send = async (values: Values) => {
    const { id } = await call("POST /merchant/projects", { body: { customer_id: customer.value, ...aboutOf(values) } });
    forgetAnswers();
    go(`/projects/${id}`);
  };
  return (
    <Page title={d("New project")} up={["/projects", d("Projects")]} class="pay">
      <Form submit={t("Save")} send={send} extra={<a href={to("/projects")}>{w("Cancel")}</a>}>
        <CustomerPicker name="customer_id" required value={customer.value} hint={d("Type the beginning of a name or e-mail.")} onChoose={(chosen) => (customer.value = chosen?.id ?? "")} />
        <About />
      </Form>
    </Page>
  );
}

/** What is asked for in a dialog: of the project, of a task of it, or hours. */
type Asked = "" | "edit" | "log" | "task" | Task;

export function ProjectPage({ id }: { id: string }) {
  const of = { project_id: id };
  const loaded = useGet("GET /merchant/projects/{project_id}", of);
  const nameOf = useNames(loaded.data && [loaded.data]);
  const asked = useSignal<Asked>("");
  const [mine, project] = [may("admin"), loaded.data];
  const ask = (what: Asked) => () => (asked.value = what);
  return (
    <OnePage
      from={loaded}
      title={d("Project")}
      named={({ name }) => name}
      up={["/projects", d("Projects")]}
      lead={(found) => <ProjectStatus of={found} />}
      actions={() => mine && (
        <>
          <button class="primary" onClick={ask("log")}>{d("Log hours")}</button>
          <Menu label={w("More")}>
            <button onClick={ask("edit")}>{w("Edit")}</button>
            <button onClick={ask("task")}>{d("Add a task")}</button>
          </Menu>
        </>
      )}
      under={
        <>
          <Sheet id={id} mine={mine} />
          {asked.value && project && <Question asked={asked.value} of={project} close={ask("")} />}
        </>
      }
    >
      {(found) => (
        <>
          <section class="stack">
            {found.description && <p>{found.description}</p>}
            <Facts of={[[w("Customer"), <a href={to(`/customers/${found.customer_id}`)}>{nameOf(found.customer_id)}</a>], [d("Hours"), logged(found)]]} />
          </section>
          {found.tasks.length > 0 && (
            <section>
              <h2>{d("Tasks")}</h2>
              <Table
                caption={d("Tasks")}
                rows={found.tasks}
                columns={[
                  [w("Name"), (task) => task.name, "lead"],
                  [w("Status"), ({ status }) => <Status tone={status === "done" ? "good" : "calm"}>{d().taskStates[status]}</Status>, "sub"],
                  [d("Hours"), logged, "side figure"],
                  ...(mine ? [[w("Edit"), (task) => <button onClick={ask(task)} aria-label={`${w("Edit")}: ${task.name}`}>{w("Edit")}</button>, "end figure"] as Column<Task>] : []),
                ]}
              />
            </section>
          )}
        </>
      )}
    </OnePage>
  );
}

function Question({ asked, of, close }: { asked: Exclude<Asked, "">; of: Project; close: () => void }) {
  const project_id = of.id;
  const then = (send: (values: Values) => Promise<unknown>) => async (values: Values) => {
    await send(values);
    forgetAnswers();
    close();
  };
  const form = (title: string, send: (values: Values) => Promise<unknown>, fields: ComponentChildren) => (
    <Dialog title={title} onClose={close}>
      <Form submit={t("Save")} send={then(send)}>{fields}</Form>
    </Dialog>
  );
  const states = (names: Record<string, string>, chosen: string) => (
    <Select label={w("Status")} name="status">
      {Object.entries(names).map(([value, words]) => <option value={value} selected={value === chosen}>{words}</option>)}
    </Select>
  );
  if (asked === "edit")
    return form(w("Edit"), (values) => call("PATCH /merchant/projects/{project_id}", { project_id, body: { ...aboutOf(values), status: values.status as Row["status"] } }), <>{states(d().projectStates, of.status)}<About of={of} /></>);
  if (asked === "task")
    return form(d("Add a task"), ({ name = "", hours_budgeted }) => call("POST /merchant/projects/{project_id}/tasks", { project_id, body: { name, hours_budgeted: typed(hours_budgeted) } }), <><Field label={w("Name")} name="name" maxLength={120} /><Budget /></>);
  if (asked !== "log")
    return form(
      asked.name,
      ({ name = "", status, hours_budgeted }) => call("PATCH /merchant/projects/{project_id}/tasks/{task_id}", { project_id, task_id: asked.id, body: { name, status: status as Task["status"], hours_budgeted: typed(hours_budgeted) } }),
      <><Field label={w("Name")} name="name" defaultValue={asked.name} maxLength={120} />{states(d().taskStates, asked.status)}<Budget value={asked.hours_budgeted} /></>,
    );
  const log = ({ date = "", hours, task_id, person = "", notes = "" }: Values) => call("POST /merchant/projects/{project_id}/timesheets", { project_id, body: { date, hours: typed(hours) ?? "", task_id: task_id || null, person, notes } });
  return form(
    d("Log hours"),
    log,
    <>
      <div class="pair">
        <Field label={w("Date")} name="date" type="date" defaultValue={new Date().toLocaleDateString("sv")} />
        <Field label={d("Hours")} name="hours" inputMode="decimal" autocomplete="off" />
      </div>
      {of.tasks.length > 0 && (
        <Select label={d("Task")} name="task_id" optional>
          <option value="">–</option>
          {of.tasks.map((task) => <option value={task.id}>{task.name}</option>)}
        </Select>
      )}
      <Field label={d("Who worked")} name="person" defaultValue={me.value?.name} maxLength={120} />
      <TextArea label={d("Notes")} name="notes" rows={2} maxLength={1000} optional />
    </>,
  );
}

/** The hours, the newest day first; what is billed is not taken back. */
function Sheet({ id, mine }: { id: string; mine: boolean }) {
  const entries = useList("GET /merchant/projects/{project_id}/timesheets", { project_id: id });
  const task = useTask();
  const change = (run: () => Promise<unknown>) => task.run(async () => (await run(), forgetAnswers()));
  const of = (entry: Entry) => ({ project_id: id, entry_id: entry.id });
  const What = ({ entry }: { entry: Entry }) => <>{entry.task || entry.notes || "–"}{entry.task && entry.notes && <span class="soft below">{entry.notes}</span>}</>;
  return (
    <section>
      <h2>{d("Timesheet")}</h2>
      <Failure problem={task.problem} />
      <Listing
        caption={d("Timesheet")}
        from={entries}
        empty={d("No hours are logged yet.")}
        columns={[
          [w("Date"), (entry) => <>{day(entry.date)}<span class="soft below">{entry.person}</span></>, "sub"],
          [d("What"), (entry) => <What entry={entry} />, "lead"],
          [w("Status"), (entry) => (entry.billed ? d("billed") : d("not billed yet")), "none"],
          [d("Hours"), (entry) => hours(entry.hours), "side figure"],
          ...(mine
            ? [[w("More"), (entry) => (
                <Menu label={<>{w("More")}<span class="hidden"> {day(entry.date)}</span></>}>
                  <button onClick={() => change(() => call("PATCH /merchant/projects/{project_id}/timesheets/{entry_id}", { ...of(entry), body: { billed: !entry.billed } }))}>{entry.billed ? d("Not billed after all") : d("Mark as billed")}</button>
                  {!entry.billed && <button onClick={() => change(() => call("DELETE /merchant/projects/{project_id}/timesheets/{entry_id}", of(entry)))}>{w("Remove")}</button>}
                </Menu>
              ), "end figure"] as Column<Entry>]
            : []),
        ]}
      />
    </section>
  );
}
