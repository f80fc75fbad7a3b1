"""What `make mutation` found: a row for each module, and the mistakes that no test noticed, as differences of the code."""

import ast
import difflib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

MUTANTS = Path(__file__).parents[2] / "mutants"
KILLED, SURVIVED, UNTESTED = (1, 3), (0,), (33,)
"""mutmut's exit codes; those below zero are timeouts, which nobody who waits for a test overlooks."""


def results() -> Iterator[tuple[str, dict[str, int]]]:
    """Each module with its mistakes and how pytest ended; those that were not tried are left out."""
    for file in sorted(MUTANTS.rglob("*.meta")):
        codes = json.loads(file.read_text())["exit_code_by_key"]
        tried = {name: code for name, code in codes.items() if code is not None}
        if tried:
            yield file.relative_to(MUTANTS).as_posix().removesuffix(".meta"), tried


def row(name: str, codes: dict[str, int]) -> str:
    """A line of the table."""
    noticed = sum(code in KILLED or code < 0 for code in codes.values())
    untested = sum(code in UNTESTED for code in codes.values())
    share = f"{100 * noticed / len(codes):.0f} %"
    return f"| {name} | {len(codes)} | {noticed} | {len(codes) - noticed - untested} | {untested} | {share} |"


def survivors(file: str, codes: dict[str, int]) -> Iterator[str]:
    """What was changed and not noticed, as a difference of two functions."""
    tree = ast.parse((MUTANTS / file).read_text())
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for name, code in codes.items():
        wrong = functions.get(name.rpartition(".")[2])
        right = functions.get(f"{name.rpartition('.')[2].rpartition('__mutmut_')[0]}__mutmut_orig")
        if code in SURVIVED and wrong and right:
            lines = difflib.unified_diff(
                ast.unparse(right).splitlines(), ast.unparse(wrong).splitlines(), lineterm="", n=0
            )
            changed = [
                line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---") and "mutmut" not in line
            ]
            yield "\n".join([name, *changed])


def main(arguments: list[str]) -> None:
    """Print the table, and with ``--survivors`` the mistakes."""
    found = dict(results())
    print("| module | mistakes | noticed | not noticed | no test | share |\n|---|---|---|---|---|---|")
    for name, codes in found.items():
        print(row(name, codes))
    together = {f"{file} {name}": code for file, codes in found.items() for name, code in codes.items()}
    print(row("together", together))
    if "--survivors" in arguments:
        for file, codes in found.items():
            print(*survivors(file, codes), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
