"""What the Hub decides about files before they are sent: which go through LFS, which are ignored; its card checks."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

from dulwich.attrs import GitAttributes, compile_gitattributes_patterns, parse_git_attributes
from dulwich.ignore import IgnoreFilter, read_ignore_patterns
from dulwich.repo import Repo

from ...files.errors import InputError
from ...files.yaml import parse_yaml
from . import history
from .commit import REGULAR_LIMIT

_LARGE = (
    *("7z", "arrow", "avro", "bin", "bz2", "ckpt", "ftz", "gguf", "gz", "h5", "joblib", "lz4", "mds", "mlmodel"),
    *("model", "msgpack", "npy", "npz", "onnx", "ot", "parquet", "pb", "pickle", "pkl", "pt", "pth", "rar"),
    *("safetensors", "tar", "tflite", "tgz", "wasm", "xz", "zip", "zst", "pcm", "sam", "raw", "aac", "flac", "mp3"),
    *("ogg", "wav", "bmp", "gif", "jpg", "jpeg", "png", "tiff", "webp", "mp4", "webm"),
)
GITATTRIBUTES = "".join(f"*.{name} filter=lfs diff=lfs merge=lfs -text\n" for name in _LARGE)
COLOURS = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}
SDKS = {"gradio", "docker", "static", "streamlit"}
_SHORT = 60  # characters; the Hub refuses a longer short_description of a Space


def upload_modes(repo: Repo, commit: str, request: dict[str, Any]) -> list[dict[str, Any]]:
    """The preupload answer for each {path, size, sample}: "lfs" by .gitattributes, size or binary content."""
    attributes = GitAttributes(
        compile_gitattributes_patterns(parse_git_attributes(BytesIO(_file(repo, commit, ".gitattributes"))), b"")
    )
    given = request.get("gitIgnore")
    ignored = IgnoreFilter(
        read_ignore_patterns(BytesIO(_file(repo, commit, ".gitignore") if given is None else given.encode()))
    )
    answers = []
    for file in request["files"]:
        large = attributes.match_path(file["path"].encode()).get(b"filter") == b"lfs" or file["size"] > REGULAR_LIMIT
        entry = history.find(repo, commit, file["path"])
        answer = {
            "path": file["path"],
            "uploadMode": "lfs" if large or _binary(file) else "regular",
            "shouldIgnore": bool(ignored.is_ignored(file["path"])),
        }
        if entry and not entry.folder:
            answer["oid"] = entry.pointer.oid if entry.pointer else entry.oid
        answers.append(answer)
    return answers


def _binary(file: dict[str, Any]) -> bool:
    """Git's own test, on the first bytes that the client sends."""
    return b"\0" in base64.b64decode(file.get("sample") or "")


def _file(repo: Repo, commit: str, path: str) -> bytes:
    entry = history.find(repo, commit, path)
    return history.read(repo, entry.oid) if entry and not entry.folder else b""


def card_data(repo: Repo, commit: str) -> dict[str, Any]:
    """Front matter of README.md; empty when there is none or it is no mapping."""
    try:
        found = parse_yaml(front_matter(_file(repo, commit, "README.md").decode("utf-8", "replace")) or "", "README.md")
    except InputError:
        return {}
    return found if isinstance(found, dict) else {}


def front_matter(text: str) -> str | None:
    """The YAML between the first two lines of dashes, None when the text does not begin with such a line."""
    lines = text.lstrip("\ufeff").splitlines()
    if not lines or lines[0].strip() != "---":
        return None
    ends = [number for number, line in enumerate(lines[1:], start=1) if line.strip() == "---"]
    return "\n".join(lines[1 : ends[0]]) if ends else None


def card_problems(text: str, repo_type: str) -> tuple[list[str], list[str]]:
    """(errors, warnings) of a README.md as the Hub's validator finds them; a subset of its rules."""
    block = front_matter(text)
    if not block or not block.strip():
        return [], ["empty or missing yaml metadata in repo card"]
    try:
        card = parse_yaml(block, "YAML metadata:", first_line=2)
    except InputError as error:
        return [str(error)], []
    if not isinstance(card, dict):
        return ["YAML metadata must be a mapping"], []
    return (_space_problems(card) if repo_type == "space" else _config_problems(card)), []


def _space_problems(card: dict[str, Any]) -> list[str]:
    wrong = [key for key in ("colorFrom", "colorTo") if key in card and card[key] not in COLOURS]
    problems = [f'"{key}" must be one of {sorted(COLOURS)}' for key in wrong]
    if card.get("sdk") not in SDKS:
        problems.append(f'"sdk" must be one of {sorted(SDKS)}')
    if len(str(card.get("short_description", ""))) > _SHORT:
        problems.append(f'"short_description" must be at most {_SHORT} characters long')
    return problems


def _config_problems(card: dict[str, Any]) -> list[str]:
    configs = card.get("configs", [])
    if not isinstance(configs, list):
        return ['"configs" must be an array']
    return [
        f'"configs[{number}]" must have a config_name and data_files or data_dir'
        for number, config in enumerate(configs)
        if not isinstance(config, dict) or "config_name" not in config or not {"data_files", "data_dir"} & set(config)
    ]
