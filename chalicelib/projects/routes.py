"""Routes of projects and timesheets."""

from chalicelib.entrypoints.router import Router
from chalicelib.projects.browse import browse_projects, show_project
from chalicelib.projects.browse_entries import browse_timesheet, browse_timesheet_for_staff
from chalicelib.projects.browse_for_staff import browse_projects_for_staff, show_project_to_staff
from chalicelib.projects.log_time import log_time, remove_entry, update_entry
from chalicelib.projects.write import add_task, create_project, update_project, update_task

router = Router(__name__)
router.get("/portal/projects", browse_projects)
router.get("/portal/projects/{project_id}", show_project)
router.get("/portal/projects/{project_id}/timesheets", browse_timesheet)
router.get("/merchant/projects", browse_projects_for_staff)
router.post("/merchant/projects", create_project, status=201)
router.get("/merchant/projects/{project_id}", show_project_to_staff)
router.patch("/merchant/projects/{project_id}", update_project)
router.post("/merchant/projects/{project_id}/tasks", add_task, status=201)
router.patch("/merchant/projects/{project_id}/tasks/{task_id}", update_task)
router.get("/merchant/projects/{project_id}/timesheets", browse_timesheet_for_staff)
router.post("/merchant/projects/{project_id}/timesheets", log_time, status=201)
router.patch("/merchant/projects/{project_id}/timesheets/{entry_id}", update_entry)
router.delete("/merchant/projects/{project_id}/timesheets/{entry_id}", remove_entry)
