"""Become a process of a container: `python enter.py DOCUMENT`. Runs as root in new namespaces."""

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_SIOCSIFFLAGS = 0x8914
_UP_AND_RUNNING = 0x1 | 0x40


def lay(root: str, volumes: dict[str, str]) -> None:
    """Do what an engine does before the first process: mounts, a root for reading, the loopback."""
    for each in (
        ["--make-rprivate", "/"],
        ["--bind", root, root],
        *(["--bind", volume, f"{root}{where}"] for where, volume in volumes.items()),
        ["--rbind", "/dev", f"{root}/dev"],
        ["-t", "proc", "proc", f"{root}/proc"],
        ["-o", "remount,bind,ro", root],
    ):
        subprocess.run(["/bin/mount", *each], check=True)
    with socket.socket() as any_socket:
        up = struct.pack("16sh14x", b"lo", _UP_AND_RUNNING)
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, up)


def enter(said: dict[str, Any]) -> None:
    """Run the command in the root, as the user, who can't get any right back."""
    os.chroot(said["root"])
    os.chdir(said["folder"])
    user, group = map(int, said["user"].split(":"))
    os.setgroups([])
    os.setresgid(group, group, group)
    os.setresuid(user, user, user)  # which drops all capabilities
    os.execvpe(said["command"][0], said["command"], said["environment"])  # noqa: S606 - no shell


if __name__ == "__main__":
    document = json.loads(sys.argv[1])
    if "began" in document:
        lay(document["root"], document["volumes"])
        Path(document["began"]).write_text(str(time.monotonic()), "ascii")
    enter(document)
