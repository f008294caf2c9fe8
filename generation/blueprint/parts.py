"""What every part of a blueprint is made of: its base class and the kinds of names."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Constrained

Identifier = Annotated[str, Constrained(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
ClassName = Annotated[str, Constrained(pattern=r"^[A-Z][A-Za-z0-9]{0,39}$")]
Slug = Annotated[str, Constrained(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Hex = Annotated[str, Constrained(pattern=r"^#[0-9a-f]{6}$")]
Text = Annotated[str, Constrained(min_length=1, max_length=300)]
Scalar = str | int | float | bool | None


class Part(BaseModel):
    """Base of all parts: immutable, and no key is accepted that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")
