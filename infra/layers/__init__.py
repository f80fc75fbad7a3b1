"""Layers hold what only one kind of Lambda needs: the renderer's typesetter, the gateway's client."""

from pathlib import Path

from infra.aws import Aws, say
from infra.names import Names
from infra.package.build import LAYERS, X86_64, layer_zip
from infra.package.wheels import python_version


def publish_layers(aws: Aws, names: Names, bucket: str, architecture: str = X86_64) -> dict[str, str]:
    """The ARN of each layer's version for what its requirements say now, published if it is not there yet."""
    return {layer: _publish(aws, names, bucket, layer, layer_zip(layer, architecture)) for layer in LAYERS}


def _publish(aws: Aws, names: Names, bucket: str, layer: str, content: Path) -> str:
    """The zip's name carries its hash and stands in the version's description, so that nothing is published twice."""
    functions = aws.client("lambda")
    name = names.function(layer)
    for version in functions.list_layer_versions(LayerName=name)["LayerVersions"]:
        if version.get("Description") == content.name:
            return str(version["LayerVersionArn"])
    say(f"Publishing the layer {name} ({content.stat().st_size / 1e6:.1f} MB)")
    key = f"layers/{content.name}"
    aws.client("s3").upload_file(str(content), bucket, key)
    answer = functions.publish_layer_version(
        LayerName=name,
        Description=content.name,
        Content={"S3Bucket": bucket, "S3Key": key},
        CompatibleRuntimes=[f"python{python_version()}"],
    )
    return str(answer["LayerVersionArn"])
