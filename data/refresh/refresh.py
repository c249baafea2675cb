"""The refreshing of an edition: official files are brought, read and checked, then an edition is made of them.

Nothing changes before the new edition is published: the edition in use, and the files that it was made of, stay as
they are whatever fails.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from data.editions import registry
from data.editions.durable import locked
from data.editions.edition import Edition
from data.official import published_rows, readers
from data.refresh.download import Download, Limits, Notice
from data.refresh.download import Progress as Received
from data.refresh.pages import PagedDownload
from data.sources import catalogue, raw_files
from data.sources.catalogue import ANY_TABLE, MAX_BYTES, Official
from data.sources.faults import SourcesError
from data.sources.raw_files import RawFile, RawSet
from data.sources.records import Reading
from geo.errors import DataError, Problem, telling_disk_faults

WORKBOOKS = (".xlsx", ".ods", ".xls")
# Makes an edition of these official files in this home folder, and places its contours in this static folder.
Build = Callable[[RawSet, Path, Path], Edition]
# Brings the file of a source; the one that was kept last may be the answer.
Fetch = Callable[[Official, RawFile | None], RawFile]


@dataclass(frozen=True)
class Brought:
    """One official file. is_new: its content is not that of the file in use, or, when no edition can use it
    (is_used), that of the file kept last.
    """

    source: Official
    file: RawFile
    is_new: bool
    is_used: bool


@dataclass(frozen=True)
class Report:
    """What a refreshing did. edition: the one published, or the one that would have been when it was only a trial.
    failed: what is wrong with the files that were left out of it, by source_id.
    """

    edition: Edition
    brought: tuple[Brought, ...]
    readings: Mapping[str, Reading]  # by source_id
    failed: Mapping[str, DataError] = field(default_factory=dict)

    @property
    def lacking(self) -> tuple[Official, ...]:
        """The official files that an edition can use, and that this one does not have."""
        return tuple(source for key, source in readers.usable().items() if key not in self.readings)


def wanted(source_ids: Iterable[str], folder: Path | None, licences: Collection[str] = ()) -> list[Official]:
    """The sources that were asked for; by default, those that an edition can use and that can be had.

    folder: where the files are, None for the network; licences: the sources whose conditions someone has read where
    the catalogue does not know them. Raises `DataError` on an unknown source, on one whose conditions nobody read, or
    when there is none.
    """
    known = catalogue.read()
    named = catalogue.chosen(source_ids, known)
    unread = [each for each in named if folder is None and not each.is_licensed and each.source_id not in licences]
    if unread:
        raise DataError(Problem(each.source_id, "sa licence est à confirmer", licence_remedy(each)) for each in unread)
    if named:
        return named
    usable = readers.usable(known).values()
    free = [each for each in usable if each.address and (each.is_licensed or each.source_id in licences)]
    found = free if folder is None else [each for each in usable if _in_folder(folder, each).is_file()]
    if not found:
        files = ", ".join(each.file for each in usable)
        cause = (
            "aucun fichier officiel connu dans ce dossier" if folder is None or folder.is_dir() else "dossier absent"
        )
        raise DataError.single(str(folder), cause, f"donner après --from un dossier où est l'un de : {files}")
    return found


def licence_remedy(source: Official) -> str:
    """How to have a file whose licence is not known."""
    key = source.source_id
    return (
        f"lire ses conditions sur {source.texts['adresse']}, puis lancer « territoires refresh {key} --licence {key} »"
    )


def from_folder(folder: Path, root: Path) -> Fetch:
    """Take each file from a folder of the user."""
    return lambda source, _known: raw_files.adopt(_in_folder(folder, source), root, source.source_id, MAX_BYTES)


def _in_folder(folder: Path, source: Official) -> Path:
    """Where a file is: under its own name; a table of any kind, with the extension of a workbook too."""
    path = folder / source.file
    if source.format == ANY_TABLE and not path.exists():
        return next((each for suffix in WORKBOOKS if (each := path.with_suffix(suffix)).exists()), path)
    return path


def from_network(
    root: Path,
    progress: Received,
    notice: Notice,
    limits: Limits | None = None,
    plain_hosts: frozenset[str] = frozenset(),
) -> Fetch:
    """Download each file from its address, or its pages."""
    limits = limits or Limits()

    def fetch(source: Official, known: RawFile | None) -> RawFile:
        if source.paged:
            return PagedDownload(source, root, limits, plain_hosts, progress, notice).run()
        return Download(source, root, known, limits, plain_hosts, progress, notice).run()

    return fetch


def refresh(
    sources: Iterable[Official],
    fetch: Fetch,
    build: Build,
    root: Path,
    static_dir: Path,
    *,
    trial: bool,
    go_on: bool = False,
) -> Report:
    """Bring the files, and publish the edition that they make. A trial makes it elsewhere, and publishes nothing.

    go_on: a source that fails is left out, with the file that it had before, and the others are published. Raises
    `DataError` with the problems of all the sources, when none is left or without `go_on`; the edition in use stays.
    """
    with _telling_disk_faults(root), locked(root / raw_files.FOLDER / raw_files.LOCK):
        before = raw_files.in_use(root)
        brought, failed = _brought(sources, fetch, before)
        with _places(root, static_dir, trial=trial) as (home, static):
            while brought and (go_on or not failed):
                files = {**before.files, **{key: each.file for key, each in brought.items()}}
                try:
                    edition = build(RawSet(root, files), home, static)
                except SourcesError as error:
                    wrong = {key: each for key, each in error.by_source.items() if key in brought}
                    if not (go_on and wrong):
                        raise
                    failed |= wrong
                    brought = {key: each for key, each in brought.items() if key not in wrong}
                else:
                    return Report(edition, tuple(brought.values()), _readings(edition), failed)
        raise SourcesError(failed)


@contextmanager
def _places(root: Path, static_dir: Path, *, trial: bool) -> Iterator[tuple[Path, Path]]:
    """The home and the static folder that an edition is made in: those of a trial are gone after."""
    if not trial:
        yield root, static_dir
        return
    with TemporaryDirectory() as elsewhere:
        yield Path(elsewhere), Path(elsewhere) / "static"


def rebuild(build: Build, root: Path, static_dir: Path) -> Edition:
    """Make an edition of the files in use again. It and a refreshing wait for each other: neither undoes the other."""
    with _telling_disk_faults(root), locked(root / raw_files.FOLDER / raw_files.LOCK):
        return build(raw_files.in_use(root), root, static_dir)


def repair(build: Build, root: Path, static_dir: Path) -> Edition:
    """Make the edition in use again, where it is damaged, of the official files that it was made of.

    It has its identifier again, or it is not the same and nothing changes. Raises `DataError`.
    """
    with _telling_disk_faults(root), locked(root / raw_files.FOLDER / raw_files.LOCK):
        in_use = registry.current_id(root)
        with _places(root, static_dir, trial=True) as (home, static):
            made = build(_made_of(root), home, static)
            if made.id != in_use:
                raise DataError.single(
                    f"édition {in_use}",
                    f"ses fichiers font aujourd'hui une autre édition ({made.id}) : les faits, le code ou un fichier "
                    "officiel ont changé depuis",
                    "la remplacer avec « make build », ou revenir à celle d'avant avec « territoires rollback »",
                )
            found = registry.restore(made, root)
        registry.publish_static(found, static_dir)
        return found


def _made_of(root: Path) -> RawSet:
    """The files that the edition in use was made of; the last kept of each source when its own table does not say."""
    try:
        return raw_files.in_use(root)
    except DataError:
        kept = {key: raw_files.last_kept(root, key) for key in readers.usable()}
        return RawSet(root, {key: file for key, file in kept.items() if file})


def rollback(edition_id: str | None, root: Path, static_dir: Path) -> Edition:
    """Put an older edition in use, by default `previous`. It waits for a refreshing, which would undo it."""
    with _telling_disk_faults(root), locked(root / raw_files.FOLDER / raw_files.LOCK):
        return registry.switch(edition_id or previous(root).id, root, static_dir)


def _telling_disk_faults(root: Path) -> AbstractContextManager[None]:
    remedy = "libérer de la place ou rétablir l'accès à ce dossier, puis relancer la commande"
    return telling_disk_faults("écriture impossible", remedy, place=root)


def previous(root: Path) -> Edition:
    """The edition that was published before the current one, or the last of the others when the current one is damaged.

    Raises `DataError` when none is kept.
    """
    kept = registry.history(root)
    try:
        in_use = registry.current_id(root)
    except DataError:  # the pointer itself is damaged: any edition is better
        in_use = ""
    is_kept = any(edition.id == in_use for edition in kept)
    older = registry.before(in_use, root) if is_kept else next(iter(kept), None)
    if older is None:
        raise DataError.single("éditions", "aucune édition plus ancienne n'est gardée", registry.LISTED)
    return older


def _brought(
    sources: Iterable[Official], fetch: Fetch, before: RawSet
) -> tuple[dict[str, Brought], dict[str, DataError]]:
    """The files that could be had, and what is wrong with the others, by source_id."""
    found: dict[str, Brought] = {}
    failed: dict[str, DataError] = {}
    for source in sources:
        try:
            found[source.source_id] = _one_brought(source, fetch, before)
        except DataError as error:
            failed[source.source_id] = error
    return found, failed


def _one_brought(source: Official, fetch: Fetch, before: RawSet) -> Brought:
    last = raw_files.last_kept(before.root, source.source_id)
    file = fetch(source, last)
    path = raw_files.path_of(before.root, file)
    raw_files.check_head(path, source.format, source.file)
    is_used = readers.loader_of(source) is not None
    if not is_used:
        # No reader will look at it: its columns are checked here, so that a bad file is said at once.
        published_rows.read(path, source)
    known = before.files.get(source.source_id) if is_used else last
    return Brought(source, file, known is None or known.sha256 != file.sha256, is_used)


def _readings(edition: Edition) -> dict[str, Reading]:
    rows = edition.table("sources", ["source_id", "lus", "gardes", "motif"]).to_dict("records")
    return {row["source_id"]: Reading(row["lus"], row["gardes"], row["motif"] or "") for row in rows}
