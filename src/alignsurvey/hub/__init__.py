"""The Hub: stage units, write cards, publish and verify; `server` is a Hub of one's own on loopback."""

from __future__ import annotations

import os

from ..project import project_root

__all__ = ["client_environment", "project_root"]


def client_environment(url: str) -> dict[str, str]:
    """Variables that point the Hugging Face clients of a new process at a Hub at `url`.

    The libraries read them when they are imported, so they must be in the environment before. HF_HOME is left to
    the caller.
    """
    direct = ",".join(filter(None, (os.environ.get("NO_PROXY") or os.environ.get("no_proxy"), "127.0.0.1,localhost")))
    return {
        "HF_ENDPOINT": url,
        "HF_TOKEN": "local",
        "HF_HUB_OFFLINE": "0",
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "NO_PROXY": direct,
        "no_proxy": direct,
    }
