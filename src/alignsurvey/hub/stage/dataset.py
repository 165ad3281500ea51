"""Stage a built data set: Parquet, README, manifest, privacy report, audit, checksums, checked against each other."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ...files.atomic import replacing
from ...files.errors import InputError, disk_is_full, unreadable
from ...files.hashes import sha256
from ...files.json import read_object
from ...privacy.audit.seal import sealed
from ...project import hub_name, organisation, unit
from ...tasks import arrow_schema, columns
from .. import cards
from .card_facts import example_record, glossary
from .common import staged_folder, tag_of, write_checksums

# The Hub's size classes, upper limits in rows
_SIZES = ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"), (10**7, "1M<n<10M"))

_REPORTS = ("contamination.json", "defects.json")  # of builds to which they apply
_RECALL = ("corpus", "language", "entity")  # how privacy.json nests what was found of the planted data


def stage_dataset(
    build: Path,
    version: str,
    out: Path = Path("build/hub"),
    require_audit: bool = True,
    finish: Callable[[Path], None] = lambda folder: None,
) -> Path:
    """Stage the data set built in `build` (build/datasets/<dataset>) as `version`; returns the folder to publish.

    Args:
        build: Folder of the build.
        version: Semantic version, such as 1.0.0.
        out: Folder of all that is staged.
        require_audit: Refuse a build without an audit. One that is there must have passed on these very files, and
            carry the seal of this checkout's key, either way.
        finish: Adds what else belongs into the staged folder.

    Returns:
        The folder to publish.

    Raises:
        InputError: The loading definition, the manifest, the Parquet files and the audit do not agree.
    """
    tag = tag_of(version)
    manifest = _report(build, "manifest.json")
    privacy = _report(build, "privacy.json")
    definition = unit("loading_scripts", str(manifest.get("dataset"))) / "README.md"
    front, about = cards.read(definition)
    files = _built(manifest)
    front = _of_sources(front, manifest["sources"])
    declared = _same_configs(front, files, definition)
    _may_go_out(manifest["sources"])
    audit = _audit(build, require_audit)
    repository = hub_name(definition.parent.name)
    with replacing(staged_folder(out, repository)) as beside:
        for config, splits in files.items():
            for split in splits.values():
                _parquet(build, beside, config, split)
        shutil.copyfile(build / "manifest.json", beside / "manifest.json")
        shutil.copyfile(build / "privacy.json", beside / "privacy.json")
        for name in _REPORTS:
            if (build / name).is_file():
                shutil.copyfile(build / name, beside / name)
        if audit is not None:
            _audited(build, beside, audit)
            shutil.copyfile(build / "audit.json", beside / "audit.json")
        front["size_categories"] = [_size(sum(split["rows"] for splits in files.values() for split in splits.values()))]
        body = cards.render(
            "dataset",
            repo_id=f"{organisation()}/{repository}",
            tag=tag,
            name=front.get("pretty_name") or repository,
            about=about,
            manifest=manifest,
            default=_default(front),
            configs={config: {split: files[config][split] for split in splits} for config, splits in declared.items()},
            columns={config: list(columns(config)) for config in files},
            example=example_record(beside / files[_default(front)]["test"]["file"]),
            glossary=glossary(files),
            privacy={corpus: {k: v for k, v in facts.items() if k != "recall"} for corpus, facts in privacy.items()},
            recall=cards.rows({corpus: facts.get("recall", {}) for corpus, facts in privacy.items()}, *_RECALL),
            audit=audit,
            synthetic=[source for source in manifest["sources"] if source.get("synthetic")],
        )
        (beside / "README.md").write_text(cards.join(front, body), encoding="utf-8")
        finish(beside)
        write_checksums(beside)
    return staged_folder(out, repository)


def _report(build: Path, name: str) -> dict[str, Any]:
    return read_object(build / name, "run `alignsurvey build` again", where=str(build / name))


def _built(manifest: Mapping[str, Any]) -> dict[str, dict[str, dict[str, Any]]]:
    """Configs, their splits and each split's file facts, as the manifest lists them."""
    configs = manifest.get("configs")
    if not isinstance(configs, dict) or not configs or not isinstance(manifest.get("sources"), list):
        raise InputError("manifest.json: configs and sources are needed; run `alignsurvey build` again")
    for config, splits in configs.items():
        for split, facts in splits.items():
            if not {"file", "rows", "sha256"} <= set(facts):
                raise InputError(f"manifest.json: {config}/{split} needs file, rows and sha256; build again")
            if not facts["rows"]:
                raise InputError(
                    f"manifest.json: {config}/{split} has no rows, and load_dataset cannot read an empty split; "
                    "build from more respondents, or with a smaller min_cell"
                )
            path = Path(facts["file"])
            if path.is_absolute() or ".." in path.parts or path.suffix != ".parquet":
                raise InputError(f"manifest.json: {config}/{split}: {facts['file']} is no Parquet file of the build")
    return configs


def _of_sources(front: Mapping[str, Any], sources: list[Mapping[str, Any]]) -> dict[str, Any]:
    """The front matter for what was built: a source's `hub` keys over it (of several sources the licence alone), and of
    the configs those that the sources fill, where each says which (`configs`)."""
    made = dict(front)
    for source in sources:
        own = source.get("hub") or {}
        made |= {key: value for key, value in own.items() if len(sources) == 1 or key.startswith("license")}
    if not all(source.get("configs") for source in sources) or not isinstance(made.get("configs"), list):
        return made
    filled = {name for source in sources for name in source["configs"]}
    chosen = [dict(config) for config in made["configs"] if config.get("config_name") in filled]
    if chosen and not any(config.get("default") for config in chosen):
        chosen[0]["default"] = True
    return {**made, "configs": chosen}


def _same_configs(front: Mapping[str, Any], files: Mapping[str, Any], definition: Path) -> dict[str, dict[str, str]]:
    """Path of each config's splits in the loading definition, which must name exactly the files that were built."""
    where = f"loading_scripts/{definition.parent.name}/README.md"
    try:
        declared = {
            config["config_name"]: {entry["split"]: entry["path"] for entry in config["data_files"]}
            for config in front["configs"]
        }
    except (KeyError, TypeError):
        raise InputError(f"{where}: each of configs needs config_name and data_files of split and path") from None
    built = {config: {split: facts["file"] for split, facts in splits.items()} for config, splits in files.items()}
    for config in sorted(set(declared) | set(built)):
        if declared.get(config) != built.get(config):
            raise InputError(
                f"{where}: config {config} is declared as {declared.get(config, 'absent')} but built as "
                f"{built.get(config, 'absent')}; make the loading definition and the build agree"
            )
    defaults = [config for config in front["configs"] if config.get("default")]
    if len(built) > 1 and len(defaults) != 1:
        raise InputError(f"{where}: {len(defaults)} configs are marked default; mark exactly one")
    return declared


def _may_go_out(sources: list[Mapping[str, Any]]) -> None:
    """A source whose provider forbids it is not handed on."""
    for source in sources:
        if source.get("redistribution") is False:
            raise InputError(
                f"{source.get('corpus')}: its provider does not allow redistribution (SOURCE.yaml); "
                "build the data set without it, and let users build it themselves"
            )


def _default(front: Mapping[str, Any]) -> str:
    marked = [config["config_name"] for config in front["configs"] if config.get("default")]
    return (marked or [front["configs"][0]["config_name"]])[0]


def _parquet(build: Path, beside: Path, config: str, facts: Mapping[str, Any]) -> None:
    """Copy one Parquet file and check the copy: hash, rows, and the features of its config."""
    import pyarrow.parquet as pq

    name = facts["file"]
    copy = beside / name
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(build / name, copy)
    except OSError as error:
        if disk_is_full(error):
            raise
        raise unreadable(build / name, error, "run `alignsurvey build` again") from None
    if sha256(copy) != facts["sha256"]:
        raise InputError(f"{name}: its hash is not the manifest's; run `alignsurvey build` again")
    schema = pq.read_schema(copy)
    if schema.metadata or schema != arrow_schema(config):
        raise InputError(f"{name}: its columns are not those of config {config}; run `alignsurvey build` again")
    if pq.read_metadata(copy).num_rows != facts["rows"]:
        raise InputError(f"{name}: its rows are not as many as the manifest says; run `alignsurvey build` again")


def _audit(build: Path, required: bool) -> dict[str, Any] | None:
    """The privacy audit. Raises InputError unless it passed, as `alignsurvey audit` wrote it."""
    again = f"run `alignsurvey audit {build}`"
    if not (build / "audit.json").is_file():
        if required:
            raise InputError(f"{build}: no audit.json; {again} first")
        return None
    audit = _report(build, "audit.json")
    if audit.get("passed") is not True:
        raise InputError(f"{build / 'audit.json'}: the privacy audit did not pass; see its findings and build again")
    if not sealed(audit):
        raise InputError(
            f"{build / 'audit.json'}: not as the audit wrote it, or written with another key; {again} again, here"
        )
    unsearched = (audit.get("raw_values") or {}).get("unsearched")
    if unsearched:
        raise InputError(
            f"{build}: nobody has looked for the names and numbers of the raw files of {', '.join(unsearched)}; "
            f"run `alignsurvey audit {build} --raw DIR`"
        )
    return audit


def _audited(build: Path, staged: Path, audit: Mapping[str, Any]) -> None:
    """Every file that was copied so far is one that the audit saw. Raises InputError naming the first other one."""
    seen = audit.get("files") or {}
    for path in sorted(path for path in staged.rglob("*") if path.is_file()):
        name = path.relative_to(staged).as_posix()
        if seen.get(name) != sha256(path):
            raise InputError(f"{name}: the audit is of other bytes; run `alignsurvey audit {build}` again")


def _size(rows: int) -> str:
    return next((name for limit, name in _SIZES if rows < limit), "n>10M")
