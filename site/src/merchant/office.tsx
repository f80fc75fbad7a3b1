/** The rooms of the console that are entered seldom, in a chunk of their own behind that of the others. */
import "./index";
import { Account } from "./account";
import { Erasure, Erasures } from "./erasures";
import type { Rooms } from "./index";
import { PlanPage, Plans } from "./plans";
import { NewProject, ProjectPage, Projects } from "./projects";
import { Settings } from "./settings";
import { Messages, Reviews } from "./talk";
import { Team } from "./team";

export const rooms: Rooms = {
  "/plans": [Plans, "admin"],
  "/plans/new": [PlanPage, "admin"],
  "/plans/:id": [PlanPage, "admin"],
  "/projects": [Projects],
  "/projects/new": [NewProject, "admin"],
  "/projects/:id": [ProjectPage],
  "/messages": [Messages],
  "/reviews": [Reviews],
  "/erasures": [Erasures],
  "/erasures/:id": [Erasure],
  "/team": [Team, "admin"],
  "/settings": [Settings, "admin"],
  "/account": [Account],
};
