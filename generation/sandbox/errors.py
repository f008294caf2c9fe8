"""What can go wrong around a run of untrusted code, as types a caller can tell apart."""


class SandboxError(Exception):
    """Base of all: the message is a sentence for a log or a report."""


class SandboxUnavailable(SandboxError):
    """There is no Deno or no usable bundle: nothing was run and nothing may be called verified."""


class SandboxTimeout(SandboxError):
    """The run was still busy at its deadline and was killed."""


class SandboxMemory(SandboxError):
    """The run took more memory or disk than it may and was killed."""


class SandboxCrashed(SandboxError):
    """The guest died, or wrote something that is not a genuine frame."""


class SandboxCancelled(SandboxError):
    """Whoever asked for the run no longer wants it; it was killed."""
