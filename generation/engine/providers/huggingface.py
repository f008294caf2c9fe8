"""JoxCoder at Hugging Face: huggingface_hub resolves the endpoint or model, its route and its credentials.

It resolves only. Its typed chunks cost several times the CPU of the raw stream and end normally when the stream is cut;
the schema of an answer it rewrites to a form that servers ignore. So the question itself is ours (see exchange.py).
"""

from __future__ import annotations

from generation.engine.configuration import Configured
from generation.engine.errors import EngineUnavailable
from generation.engine.faults import scrubbed
from generation.engine.target import Target, checked

TASK = "conversational"


def target(configured: Configured) -> Target:
    """An endpoint by its address, or a hub model by its name (`org/name`, or `org/name:provider`).

    Raises EngineUnavailable for settings that lead nowhere.
    """
    from huggingface_hub.inference._providers import get_provider_helper  # here: importing it takes half a second

    place = checked(configured.address, configured.engine) if configured.address else configured.model
    try:
        prepared = get_provider_helper(None, TASK, place).prepare_request(
            inputs=[], parameters={}, headers={}, model=place, api_key=configured.key or "none"
        )
    except ValueError as error:
        raise EngineUnavailable(f"JoxCoder's settings lead nowhere: {scrubbed(str(error), configured.key)}") from None
    # without a key of ours nothing is sent: the library would send the machine's own log-in to any address
    headers = {name: value for name, value in prepared.headers.items() if name == "authorization" and configured.key}
    model = configured.model or "default"  # an endpoint serves one, whatever it is called
    return Target(configured.engine, prepared.url, headers, model, configured.key)
