"""What the operating system must bring: Python's venv, and the shared libraries that Qt loads."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

# What PySide6-Essentials' libraries need and do not bring themselves, also where nothing is shown on a screen
# (read from the NEEDED entries of QtCore, QtGui, QtWidgets, QtSvg, QtPrintSupport, QtTest, QtDBus and the
# off-screen platform), with the Debian package that has it.
OFF_SCREEN: Mapping[str, str] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}

# What the window needs besides on an X11 display, its print dialog with it (read from the platform plugin likewise).
ON_SCREEN: Mapping[str, str] = {
    "libcups.so.2": "libcups2",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

# And what it needs besides where the desktop is Wayland.
ON_WAYLAND: Mapping[str, str] = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


class Failure(Exception):
    """Something outside the program failed; the text ends with one sentence that says what to do."""


def tell(line: str) -> None:
    """One line of progress. On stderr: stdout belongs to the command that follows."""
    print(line, file=sys.stderr, flush=True)


def library_folders(machine: str) -> list[str]:
    """Where Linux systems keep shared libraries of this machine's kind: Debian's way, then Red Hat's."""
    multiarch = f"{machine}-linux-gnu"
    return [
        f"/usr/lib/{multiarch}",
        f"/lib/{multiarch}",
        "/usr/lib64",
        "/lib64",
        "/usr/local/lib",
        "/usr/lib",
    ]


def missing_libraries(needed: Iterable[str], folders: Sequence[str], linker_cache: str) -> list[str]:
    """Those of the needed files that lie in no folder and that the linker's cache does not name either."""
    try:
        with open(linker_cache, "rb") as file:
            known = file.read()
    except OSError:
        known = b""
    return [
        name
        for name in needed
        if not any(os.path.exists(os.path.join(folder, name)) for folder in folders)
        and b"/" + name.encode() + b"\0" not in known
    ]


def _python_parts_missing() -> bool:
    """Whether this Python cannot make an environment: Debian keeps ensurepip in a package of its own."""
    import importlib.util

    return any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip"))


def needed_here(variables: Mapping[str, str]) -> Mapping[str, str]:
    """The libraries for what this session can show: none but the off-screen ones where it has no display."""
    needed = dict(OFF_SCREEN)
    if variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"):
        needed.update(ON_SCREEN)  # on Wayland too: Qt falls back to X11
    if variables.get("WAYLAND_DISPLAY"):
        needed.update(ON_WAYLAND)
    return needed


def require(venv_too: bool) -> None:
    """Sees to it that the system has what is needed; installs it on Debian as root.

    Where it may not, it names the one command. Raises Failure where it cannot go on without.
    """
    packages = ["python3-venv"] if venv_too and _python_parts_missing() else []
    libraries: list[str] = []
    if sys.platform == "linux":
        needed = needed_here(os.environ)
        libraries = missing_libraries(needed, library_folders(os.uname().machine), "/etc/ld.so.cache")
        packages += sorted({needed[name] for name in libraries})
    if not packages:
        return
    import shutil

    if shutil.which("apt-get") is None:
        if "python3-venv" in packages:
            raise Failure(
                "This Python has no venv or ensurepip. Install your system's package for it (python3-venv)."
            )
        tell(f"Missing for the window: {', '.join(libraries)}. Install them with your system's package tool.")
        return
    if os.getuid() == 0:
        try:
            install(packages, lists_present=_lists_present(), work=work)
        except Failure as failure:
            if "python3-venv" in packages:
                raise
            # All that shows no window works without them.
            tell(str(failure))
        return
    command = f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"
    if "python3-venv" in packages:
        raise Failure(
            f"System packages are missing. Install them with this command, then try again:\n  {command}"
        )
    tell(f"Qt needs system packages that are missing. Install them with this command:\n  {command}")


def _lists_present() -> bool:
    try:
        return any("_Packages" in name for name in os.listdir("/var/lib/apt/lists"))
    except OSError:
        return False


def install(packages: list[str], *, lists_present: bool, work: Callable[[list[str], str], None]) -> None:
    """Installs Debian packages in one call.

    Fetches the lists of packages first where there are none, and again where they are too old to use.
    """
    lock = ["-o", "DPkg::Lock::Timeout=120"]
    update = ["apt-get", *lock, "update"]
    wanted = ["apt-get", *lock, "install", "-y", "--no-install-recommends", *packages]
    advice = f"Install these packages by hand, then try again: apt-get install {' '.join(packages)}"
    no_lists = (
        "apt-get could not fetch the lists of packages. Check the network and /etc/apt, then try again."
    )
    tell(f"Installing system packages: {' '.join(packages)} …")
    if not lists_present:
        work(update, no_lists)
        work(wanted, advice)
        return
    try:
        work(wanted, advice)
    except Failure:
        tell("Not with these lists of packages; fetching newer ones …")
        work(update, no_lists)
        work(wanted, advice)


def work(
    command: list[str],
    advice: str,
    line_seen: Callable[[str], None] | None = None,
    keep_open: Sequence[int] = (),
) -> None:
    """Runs a command with its output kept back. Raises Failure with the end of it, and the advice.

    `line_seen` is told each line while it comes; `keep_open` are file descriptors that the command inherits.
    """
    import subprocess

    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            pass_fds=tuple(keep_open) if os.name == "posix" else (),
        )
    except OSError as error:
        raise Failure(f"{command[0]}: {error.strerror}\n{advice}") from error
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip())
        if line_seen is not None:
            line_seen(lines[-1])
    if process.wait() != 0:
        tail = "\n".join(f"  {line}" for line in lines[-15:])
        raise Failure(f"{' '.join(command[:6])} … ended with {process.returncode}:\n{tail}\n{advice}")
