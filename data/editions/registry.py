"""The store of editions: which one is current, which are kept, and how a new one is published in one step.

The home folder holds `editions/<id>/` (Parquet tables, `contours/`, `manifest.json`), `courante` (the pointer: the
identifier of the current edition), `publications` (their order) and `.verrou` (the lock of the publishers). A folder
never changes once it has its name, and the pointer moves only when all it points to is on the disk: a reader sees the
old edition or the new.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pandas as pd

from data.editions import journal, static_files
from data.editions import manifest as manifests
from data.editions.durable import clear_leftovers, locked, replace_file, sync
from data.editions.edition import CONTOURS, Edition, contour_key, verify
from data.editions.manifest import REBUILD, Check
from data.editions.staging import Content, stage
from data.paths import PROJECT
from geo.errors import DataError, telling_disk_faults

__all__ = [
    "Edition",
    "before",
    "current",
    "current_id",
    "edition_of",
    "history",
    "home",
    "publish",
    "publish_static",
    "restore",
    "switch",
    "verify",
]

STATIC_FOLDER = static_files.FOLDER
HOME_VARIABLE = "TERRITOIRES_HOME"
EDITIONS = "editions"
POINTER = "courante"
LOCK = ".verrou"
STAGING = ".en-cours-"
REMOVED = ".retiree-"
KEPT_EDITIONS = 5  # 86 MB each on the disk: so many steps back when what was published is wrong
LISTED = "choisir une édition que donne « territoires status »"
_WHOLE = "l'édition en service reste entière"
_ACCESS = "libérer de la place ou rétablir l'accès à ce dossier"


def home() -> Path:
    """The folder of the editions: `TERRITOIRES_HOME`, else `.territoires` beside the code."""
    chosen = os.environ.get(HOME_VARIABLE)
    return Path(chosen).absolute() if chosen else PROJECT / ".territoires"


def current(root: Path | None = None) -> Edition:
    """The current edition. Raises `DataError` when there is none or its manifest is altered."""
    base = root or home()
    edition = edition_of(current_id(base), base)
    if not edition.folder.is_dir():
        # Publishers may have moved the pointer, then pruned this one, between our two readings.
        edition = edition_of(current_id(base), base)
    return edition.opened()


def current_id(root: Path | None = None) -> str:
    """The identifier that the pointer holds, in one small reading. Raises `DataError` when there is none."""
    base = root or home()
    pointer, name = base / POINTER, f"{base.name}/{POINTER}"
    try:
        found = pointer.read_bytes().decode("ascii", errors="replace").strip()
    except FileNotFoundError as error:
        raise DataError.single(name, "aucune édition des données n'est publiée", "lancer « make build »") from error
    except OSError as error:
        raise manifests.unreadable(name, error) from error
    if manifests.ID_PATTERN.fullmatch(found) is None:
        raise DataError.single(name, f"« {found[:40]} » n'est pas un identifiant d'édition", REBUILD)
    return found


def edition_of(edition_id: str, root: Path | None = None) -> Edition:
    """The edition of an identifier, whether or not it exists."""
    return Edition(edition_id, (root or home()) / EDITIONS / edition_id)


def history(root: Path | None = None) -> tuple[Edition, ...]:
    """The editions that are kept and whose manifest is intact, the last published first.

    Those that the journal does not list are the oldest, by the clock of the machine that built them.
    """
    base = root or home()
    ranks = {edition_id: rank for rank, edition_id in enumerate(journal.read(base))}
    readable = []
    for edition in _kept(base):
        with suppress(DataError):
            readable.append((ranks.get(edition.id, -1), edition.manifest.built_at, edition.id, edition))
    return tuple(edition for *_, edition in sorted(readable, key=lambda entry: entry[:3], reverse=True))


def before(edition_id: str, root: Path | None = None) -> Edition | None:
    """The edition that was published before another one, None when none is kept."""
    kept = history(root)
    ids = [edition.id for edition in kept]
    older = kept[ids.index(edition_id) + 1 :] if edition_id in ids else ()
    return older[0] if older else None


def switch(edition_id: str, root: Path | None = None, static_dir: Path | None = None) -> Edition:
    """Make a kept edition the current one, its contours first; see `publish`.

    Raises `DataError` when it is absent or damaged, or when the disk refuses: the other one then stays in use.
    """
    base = root or home()
    if manifests.ID_PATTERN.fullmatch(edition_id) is None:
        raise DataError.single("éditions", f"« {edition_id[:40]} » n'est pas un identifiant d'édition", LISTED)
    edition = edition_of(edition_id, base)
    if not edition.folder.is_dir():
        raise DataError.single("éditions", f"l'édition {edition_id} n'est pas gardée", LISTED)
    refused = telling_disk_faults("écriture impossible", f"{_ACCESS}, puis recommencer ; {_WHOLE}", place=base)
    with refused, locked(base / LOCK):
        _require_intact(edition)
        if static_dir is not None:
            _place_contours(edition, static_dir)
        _point(base, edition)
    return edition


def publish(
    tables: Mapping[str, pd.DataFrame],
    contours: Path | None = None,
    *,
    checks: Sequence[Check] = (),
    root: Path | None = None,
    static_dir: Path | None = None,
    parts: Mapping[str, Sequence[Path]] | None = None,
) -> Edition:
    """Write an edition, verify it, and make it the current one.

    `tables`: frames by table name; a GeoDataFrame becomes GeoParquet.
    `contours`: a flat folder of contour files named `<level key>-<hash>.json`.
    `checks` go to the manifest as they are.
    `parts`: Parquet files by table name, whose rows follow those of `tables`; each stays a file of its own.
    `static_dir`: where the app serves contours from; they are put there before the switch, so that no reader of
    the new edition misses one.

    The same content has the same identifier: publishing it again only makes it the last one, and moves the pointer.
    Whatever happens before the switch (an exception, a kill, a full disk) leaves the previous edition in use. Raises
    `DataError` when the disk refuses a step.
    """
    base = root or home()
    remedy = f"{_ACCESS}, puis relancer « make build » ; {_WHOLE}"
    with telling_disk_faults("publication impossible", remedy, place=base), locked(base / LOCK):
        _clear_leftovers(base)
        edition = _settled(base, Content(tables, contours, checks, parts or {}))
        if static_dir is not None:
            _place_contours(edition, static_dir)
        journal.record(base, edition.id, tuple(kept.id for kept in reversed(history(base))))
        _point(base, edition)
        _prune(base)
        if static_dir is not None:
            _prune_contours(base, edition, static_dir)
    return edition


def publish_static(edition: Edition, static_dir: Path) -> None:
    """Put the contour files of an edition in the static folder, which another home may fill too.

    Does nothing when they are already there, so an app may call it at each start.
    """
    # Without the lock of the publishers: who only reads may not write in the home folder, nor wait for one of them.
    with static_files.telling_refusals(static_dir):
        _place_contours(edition, static_dir)


def restore(whole: Edition, root: Path | None = None) -> Edition:
    """Put an entire edition, made in another home, in place of the damaged one of the same content.

    Raises `DataError` when the disk refuses; it then stays as it was.
    """
    base = root or home()
    staged = base / EDITIONS / f"{STAGING}{os.getpid()}"
    refused = telling_disk_faults("réparation impossible", f"{_ACCESS}, puis recommencer", place=base)
    try:
        with refused, locked(base / LOCK):
            _clear_leftovers(base)
            shutil.copytree(whole.folder, staged)
            for path in (*staged.rglob("*"), staged):
                sync(path)
            return _take_place(staged, edition_of(whole.id, base))
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _settled(base: Path, content: Content) -> Edition:
    """The edition of this content, entire and verified under its final name."""
    staged = base / EDITIONS / f"{STAGING}{os.getpid()}"
    try:
        manifest = stage(staged, content)
        edition = edition_of(manifest.id, base)
        return _take_place(staged, edition) if not edition.folder.is_dir() or verify(edition) else edition
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _take_place(staged: Path, edition: Edition) -> Edition:
    """Give a written edition its name. One that bears it already is damaged: what replaces it is its content."""
    _require_intact(Edition(edition.id, staged))
    if edition.folder.exists():
        _retire(edition)
    staged.rename(edition.folder)
    sync(edition.folder.parent)
    return edition


def _require_intact(edition: Edition) -> None:
    problems = verify(edition)
    if problems:
        raise DataError(problems)


def _point(base: Path, edition: Edition) -> None:
    replace_file(base / POINTER, f"{edition.id}\n".encode())


def _place_contours(edition: Edition, static_dir: Path) -> None:
    """Copy the contour files that the static folder does not hold, each in one step."""
    static_dir.mkdir(parents=True, exist_ok=True)
    for key, name in edition.contour_files.items():
        target = static_dir / name
        record = edition.manifest.files[f"{CONTOURS}/{name}"]
        if not target.is_file() or hashlib.sha256(target.read_bytes()).hexdigest() != record.sha256:
            # Not durable: a file that a power cut damaged is copied again, here, when the app starts.
            replace_file(target, edition.contour(key), durable=False)


def _prune_contours(base: Path, in_use: Edition, static_dir: Path) -> None:
    """Remove the contour files that no kept edition holds."""
    held = {name for kept in (in_use, *history(base)) for name in kept.contour_files.values()}
    for path in static_dir.iterdir():
        if path.name not in held and contour_key(path.name) is not None:
            with suppress(OSError):  # the edition is already in use: one file too many harms nobody
                path.unlink()
    clear_leftovers(static_dir)


def _kept(base: Path) -> Iterator[Edition]:
    folder = base / EDITIONS
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if manifests.ID_PATTERN.fullmatch(path.name):
            yield edition_of(path.name, base)


def _prune(base: Path) -> None:
    """Remove what is older than the last editions, and what is unreadable. The one in use is the last published."""
    kept = {edition.id for edition in history(base)[:KEPT_EDITIONS]}
    for edition in _kept(base):
        if edition.id not in kept:
            # The new edition is in use already: what cannot be removed now will be by the next publisher.
            with suppress(OSError):
                shutil.rmtree(_retire(edition))


def _retire(edition: Edition) -> Path:
    """Take the name of an edition away in one step, so that no reader finds it half removed."""
    retired = edition.folder.with_name(f"{REMOVED}{edition.id}")
    edition.folder.rename(retired)
    return retired


def _clear_leftovers(base: Path) -> None:
    """Remove what dead publishers left. The lock is held: nobody else is writing."""
    folder = base / EDITIONS
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name.startswith((STAGING, REMOVED)):
            shutil.rmtree(path)
    clear_leftovers(base)
