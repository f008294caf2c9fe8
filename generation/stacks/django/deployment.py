"""The values with which an app is deployed, put into the files that hosts read. The files themselves are rendered."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

# A region as people name it, and what the two hosts call it.
REGIONS: Mapping[str, tuple[str, str]] = {
    "europe": ("fra1", "europe-west4-drams3a"),
    "us-east": ("iad1", "us-east4-eqdc4a"),
    "us-west": ("sfo1", "us-west2"),
    "asia": ("sin1", "asia-southeast1-eqsg3a"),
}
VARIABLES = ("TIME_ZONE", "CURRENCY", "LOG_LEVEL")  # of .env.example; the others are secrets or addresses


def deployed(
    files: Mapping[str, str], *, region: str, variables: Mapping[str, str], notes: Sequence[tuple[str, str]]
) -> dict[str, str]:
    """The files that change by it."""
    made = dict(files)
    if region in REGIONS:
        vercel, railway = REGIONS[region]
        made |= _json(made, "vercel.json", {"regions": [vercel]})
        deploy = json.loads(made.get("railway.json", "{}")).get("deploy", {})
        made |= _json(made, "railway.json", {"deploy": {**deploy, "multiRegionConfig": {railway: {"numReplicas": 1}}}})
    for name, value in variables.items():
        if name in VARIABLES and ".env.example" in made:
            text = made[".env.example"]
            made[".env.example"] = re.sub(rf"^{name}=.*$", lambda _, n=name, v=value: f"{n}={v}", text, flags=re.M)  # type: ignore[misc]
    if notes and "README.md" in made:
        said = "".join(f"\n## {title}\n\n{text}\n" for title, text in notes)
        made["README.md"] = made["README.md"].rstrip("\n") + "\n" + said
    return {path: text for path, text in made.items() if text != files.get(path)}


def _json(files: Mapping[str, str], path: str, values: Mapping[str, object]) -> dict[str, str]:
    if path not in files:
        return {}
    return {path: json.dumps({**json.loads(files[path]), **values}, indent=2, ensure_ascii=False) + "\n"}
