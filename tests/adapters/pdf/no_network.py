"""Runs a Python program that the kernel kills (SIGSYS) as soon as it opens a network socket, in whatever language.

``python no_network.py CODE``: a seccomp filter is put up before CODE runs, so it binds native libraries and their threads.
"""

import ctypes
import platform
import struct
import sys

_SOCKET = {"x86_64": 41, "aarch64": 198}[platform.machine()]
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
_KILL_PROCESS, _ALLOW = 0x80000000, 0x7FFF0000
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06


def forbid_sockets() -> None:
    """From here on socket(2) ends this process."""
    steps = [(_LOAD, 0, 0, 0), (_JUMP_IF_EQUAL, 0, 1, _SOCKET), (_RETURN, 0, 0, _KILL_PROCESS), (_RETURN, 0, 0, _ALLOW)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, program, 0, 0):
        raise OSError(ctypes.get_errno(), "The kernel refuses a seccomp filter.")


if __name__ == "__main__":
    forbid_sockets()
    exec(sys.argv[1])
