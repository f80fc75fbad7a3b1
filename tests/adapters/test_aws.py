"""The parser that leaves DynamoDB's items alone answers what botocore's own answers."""

import json
from types import SimpleNamespace

import pytest
from botocore.parsers import ResponseParserFactory
from pynamodb.attributes import BinaryAttribute, BinarySetAttribute

import app  # noqa: F401  (imports every store)
from chalicelib.adapters import aws
from chalicelib.adapters.dynamodb import Row
from chalicelib.settings import settings

ITEM = {
    "pk": {"S": "ten_1#cus_1"}, "total": {"N": "132750"}, "paid": {"BOOL": False}, "gone": {"NULL": True},
    "names": {"SS": ["a", "b"]}, "lines": {"L": [{"M": {"quantity": {"S": "2"}}}]}, "empty": {"M": {}},
}  # fmt: skip
ANSWERS = {
    "Query": {"Items": [ITEM, ITEM], "Count": 2, "ScannedCount": 2, "LastEvaluatedKey": {"pk": {"S": "ten_1#cus_1"}}},
    "GetItem": {"Item": ITEM, "ConsumedCapacity": {"TableName": "t", "CapacityUnits": 1.0}},
    "BatchGetItem": {"Responses": {"t": [ITEM]}, "UnprocessedKeys": {"t": {"Keys": [{"pk": {"S": "x"}}]}}},
}


@pytest.mark.parametrize("operation", ANSWERS)
def test_both_parsers_answer_the_same(operation, cloud):
    shape = aws.session().get_service_model("dynamodb").operation_model(operation).output_shape
    told = {"body": json.dumps(ANSWERS[operation]).encode(), "headers": {}, "status_code": 200, "context": {}}
    parsers = [aws._Parsers().create_parser("json"), ResponseParserFactory().create_parser("json")]
    ours, theirs = [parser.parse(dict(told), shape) for parser in parsers]
    assert ours == theirs
    assert type(parsers[0]) is not type(parsers[1])


def test_no_row_has_what_the_walk_would_change():
    attributes = [one for row in Row.__subclasses__() for one in row.get_attributes().values()]
    assert attributes
    assert not [one for one in attributes if isinstance(one, BinaryAttribute | BinarySetAttribute)]


def test_the_short_cut_can_be_switched_off(monkeypatch):
    monkeypatch.setattr(aws, "settings", lambda: SimpleNamespace(fast_reads=False))
    aws.session.cache_clear()
    try:
        factory = aws.session().get_component("response_parser_factory")
        assert type(factory) is ResponseParserFactory
    finally:
        aws.session.cache_clear()
    assert settings().fast_reads
