"""What the models say of their tables is what infra/tables.py makes."""

from importlib import import_module
from pathlib import Path

import pytest
from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.adapters.dynamodb import Row, table_name
from chalicelib.settings import settings
from infra.tables import TABLES

CHALICELIB = Path(__file__).parents[2] / "chalicelib"
for path in sorted([*CHALICELIB.glob("*/store.py"), *CHALICELIB.glob("adapters/*.py")]):
    import_module(".".join(path.relative_to(CHALICELIB.parent).with_suffix("").parts))
MODELS = sorted(
    (model for model in Row.__subclasses__() if model.__module__.startswith("chalicelib.")),
    key=lambda model: model.__name__,
)
DECLARED = {table.name: table for table in TABLES}


def name_of(model):
    return model.Meta.table_name.removeprefix(f"{settings().prefix}-")


def differences(model):
    """A sentence for each thing in which the model and the declaration differ."""
    table = DECLARED.get(name_of(model))
    if table is None:
        return [f"there is no table {name_of(model)}"]
    found = (
        []
        if keys_of(model._get_schema()) == [table.hash_key, table.range_key][: 1 + bool(table.range_key)]
        else ["the keys differ"]
    )
    found += index_differences(model, table)
    if table.expires and table.expires not in attributes_of(model):
        found.append("nothing says when a row goes")
    return found


def index_differences(model, table):
    schema = model._get_schema()
    used = {
        (kind, index["index_name"]): keys_of(index)
        for kind, part in (("local", "local_secondary_indexes"), ("everywhere", "global_secondary_indexes"))
        for index in schema[part]
    }
    declared = {
        (kind, index.name): [index.hash_key, index.range_key]
        for kind in ("local", "everywhere")
        for index in getattr(table, kind)
    }
    found = [
        f"index {name} is not declared so" for (kind, name), keys in used.items() if declared.get((kind, name)) != keys
    ]
    found += [
        f"index {name} projects less"
        for name, index in model._indexes.items()
        if not isinstance(index.Meta.projection, AllProjection)
    ]
    return found


def keys_of(schema):
    by_type = {key["KeyType"]: key["AttributeName"] for key in schema["key_schema"]}
    return [by_type[kind] for kind in ("HASH", "RANGE") if kind in by_type]


def attributes_of(model):
    return {attribute.attr_name for attribute in model.get_attributes().values()}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_is_as_its_table_is_declared(model):
    assert differences(model) == []


def test_every_slice_with_a_store_is_looked_at():
    assert len(MODELS) >= len(list(CHALICELIB.glob("*/store.py")))


def test_a_model_that_differs_is_noticed():
    class Elsewhere(GlobalSecondaryIndex["WrongRow"]):
        class Meta:
            index_name = "elsewhere"
            projection = AllProjection()

        pk = UnicodeAttribute(hash_key=True)

    class WrongRow(Row):
        class Meta:
            table_name = table_name("sessions")

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)
        elsewhere = Elsewhere()

    assert differences(WrongRow) == [
        "the keys differ",
        "index elsewhere is not declared so",
        "nothing says when a row goes",
    ]
