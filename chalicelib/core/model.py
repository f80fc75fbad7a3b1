"""The base of every pydantic model here."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Its validator is built when the model is first used: building all 180 at once is half of a cold start."""

    model_config = ConfigDict(defer_build=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, but a field that does not exist is a mistake of ours, and not kept beside the fields without a word."""
        if update and not update.keys() <= type(self).model_fields.keys():
            raise AttributeError(
                f"{type(self).__name__} has no {', '.join(update.keys() - type(self).model_fields.keys())}"
            )
        return super().model_copy(update=update, deep=deep)
