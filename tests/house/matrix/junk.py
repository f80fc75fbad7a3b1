"""Bodies and queries that look almost right: each field of the schema with what belongs there, or anything else."""

from typing import Any

from hypothesis import strategies as st

from tests.house.matrix.bench import Case

_TEXT = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", " ", "\0", "\ud800", "\u2028", "a\r\nb", "😀" * 30, "x" * 5000, "-1", "1e9", "NaN", "2026-02-30", "9999-12-31",
         "0001-01-01", "{0.__class__}", "{placeholder}", "<script>", "=1+1", "../..", "null", "EUR", "XXX", "de", "a@b", "ß@ß.de"]
    ),
)  # fmt: skip
_NUMBER = st.one_of(
    st.integers(-(10**30), 10**30), st.sampled_from([0, -1, 2**31, 2**63, 10**400]), st.floats(allow_nan=False)
)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), _NUMBER, _TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_TEXT, inner, max_size=3)),
    max_leaves=6,
)


def bodies(case: Case) -> st.SearchStrategy[Any]:
    """Bodies for this route: what the least accepted one says, then any fields of the model with or without sense."""
    assert case.route.body
    schema = case.route.body[1].model_json_schema()
    asked = case.request(case.wields, case.first)
    least = asked.body if isinstance(asked.body, dict) else {}
    fields = {name: _like(part, schema) for name, part in schema.get("properties", {}).items()}
    return st.one_of(
        st.fixed_dictionaries({}, optional=fields).map(lambda drawn: {**least, **drawn}),
        st.fixed_dictionaries({}, optional=fields),
        ANYTHING,
    )


def queries(case: Case) -> st.SearchStrategy[Any]:
    """Queries for this route: API Gateway hands over texts, each parameter once or more."""
    assert case.route.query
    schema = case.route.query[1].model_json_schema()
    words = _TEXT.map(lambda text: text.encode("utf-8", "replace").decode())
    fields = {
        name: st.lists(st.one_of(words, _like(part, schema).map(str)), min_size=1, max_size=3)
        for name, part in schema.get("properties", {}).items()
    }
    return st.fixed_dictionaries({}, optional=fields)


def _like(part: dict[str, Any], whole: dict[str, Any]) -> st.SearchStrategy[Any]:
    return st.one_of(_right(part, whole), ANYTHING)


def _right(part: dict[str, Any], whole: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Something of the kind that the schema asks for."""
    if "$ref" in part:
        return _right(whole["$defs"][part["$ref"].rpartition("/")[2]], whole)
    if "anyOf" in part:
        return st.one_of([_right(choice, whole) for choice in part["anyOf"]])
    if part.get("examples") or part.get("enum"):
        return st.sampled_from([*part.get("examples", ()), *part.get("enum", ())])
    match part.get("type"):
        case "array":
            return st.lists(_like(part.get("items", {}), whole), max_size=4)
        case "object":
            return st.fixed_dictionaries(
                {}, optional={name: _like(one, whole) for name, one in part.get("properties", {}).items()}
            )
        case "integer" | "number":
            return _NUMBER
        case "boolean":
            return st.booleans()
    return _TEXT
