"""DynamoDB tables of the stateful stack, from the one declaration in infra.tables."""

from typing import Any

from infra.tables import TABLES, Table, create_arguments

# The template names no stage: the prefix is a parameter, so that one template serves all stages.
_PREFIX = "${Prefix}"


def table_resources() -> dict[str, Any]:
    """One resource a table: on demand, recoverable to any second of 35 days, never deleted by accident."""
    return {logical_id(table.name): _resource(table) for table in TABLES}


def logical_id(name: str) -> str:
    """``payment_methods`` becomes ``PaymentMethodsTable``."""
    return "".join(part.capitalize() for part in name.split("_")) + "Table"


def _resource(table: Table) -> dict[str, Any]:
    arguments = create_arguments(table, _PREFIX)
    properties: dict[str, Any] = {
        **arguments,
        "TableName": {"Fn::Sub": arguments["TableName"]},
        "DeletionProtectionEnabled": {"Fn::If": ["Aws", True, False]},
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "SSESpecification": {"SSEEnabled": True},
    }
    if table.expires:
        properties["TimeToLiveSpecification"] = {"AttributeName": table.expires, "Enabled": True}
    return {
        "Type": "AWS::DynamoDB::Table",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": properties,
    }
