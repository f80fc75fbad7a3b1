"""Creating or updating a CloudFormation stack and waiting for it."""

import json
from typing import Any

from botocore.exceptions import ClientError, WaiterError

from infra.aws import Aws, Refused
from infra.package.zips import digest_of

_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


def deploy_stack(
    aws: Aws, name: str, template: dict[str, Any], bucket: str, parameters: dict[str, str]
) -> dict[str, str]:
    """Bring the stack to this template and answer its outputs. Raises Refused with the first reason of a failure."""
    arguments = {
        "StackName": name,
        "TemplateURL": _upload(aws, template, bucket),
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        "Capabilities": _CAPABILITIES,
    }
    cloudformation = aws.client("cloudformation")
    if stack_outputs(aws, name) is None:
        cloudformation.create_stack(**arguments, OnFailure="ROLLBACK")
        _wait(cloudformation, name, "stack_create_complete")
    elif _update(cloudformation, arguments):
        _wait(cloudformation, name, "stack_update_complete")
    return stack_outputs(aws, name) or {}


def stack_outputs(aws: Aws, name: str) -> dict[str, str] | None:
    """The outputs of a stack, None if there is none."""
    try:
        stack = aws.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _upload(aws: Aws, template: dict[str, Any], bucket: str) -> str:
    """Templates go through S3: ours are larger than a request may be."""
    body = json.dumps(template, separators=(",", ":")).encode()
    key = f"templates/{digest_of(body)}.json"
    s3 = aws.client("s3")
    s3.put_object(Bucket=bucket, Key=key, Body=body)
    return aws.endpoint and f"{aws.endpoint}/{bucket}/{key}" or f"https://{bucket}.s3.{aws.region}.amazonaws.com/{key}"


def _update(cloudformation: Any, arguments: dict[str, Any]) -> bool:
    try:
        cloudformation.update_stack(**arguments)
    except ClientError as error:
        if "No updates are to be performed" in str(error):
            return False
        raise Refused(
            f"CloudFormation refused {arguments['StackName']}: {error.response['Error']['Message']}"
        ) from error
    return True


def _wait(cloudformation: Any, name: str, state: str) -> None:
    waiter = cloudformation.get_waiter(state)
    try:
        waiter.wait(StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 1800})
    except WaiterError as error:
        events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
        reasons = [event for event in events if "FAILED" in event["ResourceStatus"]]
        told = [f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}" for event in reversed(reasons)]
        raise Refused(f"The stack {name} failed: {(told or ['no reason given'])[0]}") from error
