"""Build time, first half: /site as a zip of byte code and data files, the form in which each run unpacks it."""

# ruff: noqa: PTH118, PTH123, S108

import io
import os
import py_compile
import zipfile

SITE = "/site"


def compiled_site() -> bytes:
    """Byte code instead of source: nothing is left to compile in a run."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for folder, folders, files in os.walk(SITE):
            folders.sort()
            for file in sorted(files):
                path = os.path.join(folder, file)
                inside = os.path.relpath(path, SITE)
                if file.endswith(".py"):
                    target = "/tmp/compiled.pyc"
                    py_compile.compile(
                        path,
                        target,
                        f"/site/{inside}",
                        True,
                        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
                    )
                    path, inside = target, inside + "c"
                with open(path, "rb") as source:
                    entry = zipfile.ZipInfo(inside, (2020, 1, 1, 0, 0, 0))
                    archive.writestr(entry, source.read(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


compiled_site()
