"""Kinds of import contracts that import-linter lacks; the contracts themselves stand in pyproject.toml."""

import sys
from typing import Any

import grimp
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules


class Importers(Contract):
    """Only ``importers`` import ``imported``, and with ``own_package`` the files beside it."""

    type_name = "importers"

    imported: Any = fields.ListField(subfield=fields.ModuleExpressionField())
    importers: Any = fields.ListField(subfield=fields.ModuleExpressionField(), required=False, default=[])
    own_package = fields.BooleanField(required=False, default=False)

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 the library's signature
        allowed = _names(graph, self.importers)
        broken = [
            (importer, imported)
            for imported in sorted(_names(graph, self.imported) & graph.modules)
            for importer in sorted(graph.find_modules_that_directly_import(imported) - allowed)
            if not (self.own_package and _parent(importer) == _parent(imported))
            and not importer.startswith(f"{imported}.")
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        _tell(check)


class Pure(Contract):
    """``modules`` import the standard library, each other and ``packages``; nothing else."""

    type_name = "pure"

    modules: Any = fields.ListField(subfield=fields.ModuleExpressionField())
    packages: Any = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 the library's signature
        modules = _names(graph, self.modules)
        known = {*sys.stdlib_module_names, *self.packages}
        broken = [
            (module, imported)
            for module in sorted(modules & graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(module) - modules)
            if imported.partition(".")[0] not in known
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        _tell(check)


def _names(graph: grimp.ImportGraph, expressions: Any) -> set[str]:
    """Names of these modules and of all below them; a module outside the project is named by its package alone."""
    named = {expression.expression for expression in expressions if not expression.has_wildcard_expression()}
    found = {module.name for module in module_expressions_to_modules(graph, expressions)} & graph.modules
    below = [graph.find_descendants(name) for name in found if not graph.is_module_squashed(name)]
    return named.union(found, *below)


def _parent(module: str) -> str:
    return module.rpartition(".")[0]


def _tell(check: ContractCheck) -> None:
    for importer, imported in check.metadata["broken"]:
        output.print_error(f"{importer} must not import {imported}.")
