"""Finds secrets written into files: providers' keys, private keys, long random literals with a telling name."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping

from generation.sandbox.checks.static import raise_for
from generation.sandbox.tools import Finding

LONGEST_LINE = 2000
KNOWN = re.compile(
    r"sk_live_[0-9A-Za-z]{16,}|rk_live_[0-9A-Za-z]{16,}|sk_test_[0-9A-Za-z]{16,}|whsec_[0-9A-Za-z]{16,}"
    r"|AKIA[0-9A-Z]{16}|AIza[0-9A-Za-z_-]{35}|gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{40,}"
    r"|xox[abprs]-[0-9A-Za-z-]{10,}|hf_[0-9A-Za-z]{30,}|sk-(?:proj-|ant-)?[0-9A-Za-z_-]{32,}|SG\.[\w-]{20,}\.[\w-]{20,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)
NAMED = re.compile(
    r"(?i)(secret|password|passwd|token|api_?key|private_?key)\w*['\"]?\s*[:=]\s*['\"]([^'\"\s]{20,200})['\"]"
)
HARMLESS = re.compile(r"(?i)example|change|replace|insecure|dummy|your[-_ ]|xxxx|\{|\$|<|/|\.\w+\.")
RANDOM_BITS = 3.6  # bits a character; words stay below, keys are above


def scan(files: Mapping[str, str]) -> None:
    """No file holds what looks like a secret."""
    found = []
    for path, text in sorted(files.items()):
        for number, line in enumerate(text.splitlines(), 1):
            if reason := suspicious(line[:LONGEST_LINE]):
                found.append(Finding(path, number, reason))
    raise_for(found)


def suspicious(line: str) -> str:
    """Why a line looks like it holds a secret; empty when it does not. Never repeats the secret."""
    if known := KNOWN.search(line):
        return f"looks like a key ({known.group()[:6]}…)"
    named = NAMED.search(line)
    if named and looks_random(named.group(2)):
        return f"a long random value is assigned to a {named.group(1).lower()}"
    return ""


def looks_random(value: str) -> bool:
    """Keys mix letters and digits and repeat little; addresses, templates and phrases do not."""
    mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return mixed and not HARMLESS.search(value) and entropy(value) > RANDOM_BITS


def entropy(text: str) -> float:
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
