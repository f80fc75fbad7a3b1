"""What a machine lacks is said in one sentence, before anything is started."""

import re
import shutil
import socket
import subprocess
import sys

import pytest

from infra.local import __main__ as command
from infra.local import browser, environments, processes
from infra.local.place import Place, Trouble


@pytest.fixture
def place(tmp_path) -> Place:
    return Place(tmp_path)


def test_a_missing_node_is_one_sentence(place, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Trouble, match="Node 20 or newer with npm is needed to build the site"):
        environments.build_site(place)


def test_an_old_node_is_one_sentence(place, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    old = subprocess.CompletedProcess([], 0, "v18.20.1\n", "")
    monkeypatch.setattr(subprocess, "run", lambda *arguments, **options: old)
    with pytest.raises(Trouble, match=r"Node 20 or newer is needed to build the site; this machine has v18\.20\.1"):
        environments.build_site(place)


def test_an_old_python_is_one_sentence(place, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    with pytest.raises(Trouble, match=r"Python 3\.11 to 3\.14 is needed"):
        environments.make_environments(place)


def test_a_failing_program_is_told_with_its_first_error_and_its_log(place):
    program = [
        sys.executable,
        "-c",
        "print('noise'); print('Error: no space left'); print('at line 1'); raise SystemExit(1)",
    ]
    with pytest.raises(Trouble, match=r"It could not be built: Error: no space left \(see .*built\.log\)"):
        environments._run(place, "built", program, "It could not be built")


def test_trouble_ends_a_command_without_a_traceback(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PORTAL_LOCAL_FOLDER", str(tmp_path))
    assert command.main(["logs"]) == 1
    assert capsys.readouterr() == ("", "The local stack is not running: start it with make run.\n")


def test_environments_are_made_once_and_again_when_their_requirements_change(place, monkeypatch, tmp_path):
    ran: list[str] = []
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    monkeypatch.setattr(environments, "_run", lambda place, log, command, *rest: ran.append(command[-1]))
    (tmp_path / "requirements.txt").write_text("boto3==1\n")
    for name in (".venv", ".venv-emulator"):
        (tmp_path / name).mkdir()
    environments.make_environments(place)
    assert ran
    ran.clear()
    environments.make_environments(place)
    assert ran == []
    (tmp_path / "requirements.txt").write_text("boto3==2\n")
    environments.make_environments(place)
    assert ran


def test_a_desk_has_localstripe_and_nothing_of_ours_imports_it(place, monkeypatch, tmp_path):
    """It is GPL: a process of its own, in an environment of its own, in no package."""
    made: list[str] = []
    monkeypatch.setattr(environments, "_make_environment", lambda place, name, *rest: made.append(name))
    environments.make_environments(place, desk=True)
    assert made == [".venv", ".venv-emulator", ".venv-localstripe"]
    folders = ("chalicelib", "infra", "tests")
    code = [path.read_text() for folder in folders for path in (environments.ROOT / folder).rglob("*.py")]
    assert len(code) > 500
    assert not any(re.search(r"^\s*(import|from) localstripe\b", text, re.MULTILINE) for text in code)
    lists = [*environments.ROOT.glob("*requirements*.txt"), *(environments.ROOT / "infra").rglob("*requirements*.txt")]
    pins = {path.name for path in lists if "localstripe==" in path.read_text()}
    assert pins == {"localstripe-requirements.txt"}


def test_processes_of_ours_do_not_inherit_another_aws_or_python(monkeypatch):
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "PORTAL_STAGE", "PYTHONPATH"):
        monkeypatch.setenv(name, "theirs")
    assert "theirs" not in environments.clean_environment().values()


def test_a_process_that_is_gone_is_not_mistaken_for_a_new_one_with_its_id(place):
    process = processes.start(place, "sleeper", ["sleep", "60"], environments.clean_environment(), "digest")
    assert processes.find(place, "sleeper").alive
    assert not processes.Process(process.pid, "another birth", "digest").alive
    processes.stop(place, "sleeper")
    assert not process.alive
    assert not processes.find(place, "sleeper").alive


def test_a_process_that_ends_at_once_is_told_with_its_last_words(place):
    words = [sys.executable, "-c", "import sys; sys.exit('OSError: no such luck')"]
    process = processes.start(place, "short", words, environments.clean_environment(), "")
    with pytest.raises(Trouble, match="The server ended as soon as it was started: OSError: no such luck"):
        processes.wait_for_port(process, processes.free_port(None), "The server", place.log("short"), 20)


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_port_is_not_free_if_anybody_listens_on_either_loopback(family, host):
    with socket.socket(family) as listener:
        listener.bind((host, 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert not processes.port_is_free(port)
        assert processes.free_port(port) != port
    assert processes.port_is_free(port)


def test_the_machines_own_browser_is_taken_before_any_is_installed(place, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/chromium" if name == "chromium" else None)
    monkeypatch.setattr(browser, "_run", lambda *arguments: pytest.fail("something was installed"))
    browser.make_browser(place)


def test_without_any_browser_it_says_so_instead_of_skipping(place, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(browser, "_playwrights_own", lambda: False)
    monkeypatch.setattr(browser, "_run", lambda *arguments: False)
    with pytest.raises(Trouble, match="No Chromium could be installed for the browser tests"):
        browser.make_browser(place)
