"""How much a run of untrusted code may take."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Enforced from outside the guest; going over one kills its whole process group."""

    wall_seconds: float = 150.0  # one guest process, from start to end; long, as the machine may be busy
    cpu_seconds: int = 90  # by the kernel, also when the host has died; a whole verification takes 5 to 15
    memory_bytes: int = 700 * MIB  # resident, of the whole group; an empty project takes about 290 MiB
    disk_bytes: int = 32 * MIB  # Deno's own folder; guest code may write nothing at all
    frame_bytes: int = 32 * MIB  # one answer
    header_bytes: int = 4 * MIB  # its JSON part, which takes twenty times as much once it is read
    output_bytes: int = 512 * MIB  # all answers together
    project_files: int = 1000
    project_bytes: int = 16 * MIB
