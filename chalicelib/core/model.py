"""The base of every pydantic model here."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Its validator is built when the model is first used: building all 180 at once is half of a cold start."""

    model_config = ConfigDict(defer_build=True)
