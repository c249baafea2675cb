"""The download of one official file: streamed, bounded, resumed, and refused when it is not the whole data.

What comes is written beside the kept files, and only takes its name among them once it is complete: a failure leaves
everything as it was. Every failure is a `DataError` that says what to do.
"""

import json
import math
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

import httpx
import tenacity

from data.editions.durable import replace_file, sync
from data.refresh import answers
from data.refresh.answers import Resumption
from data.refresh.watchdog import Watchdog
from data.sources import raw_files
from data.sources.catalogue import MAX_BYTES, Official
from data.sources.raw_files import RawFile
from geo.errors import DataError, cause

PARTIAL, PARTIAL_STATE = ".partiel", ".partiel.json"
MAX_REDIRECTS = 5  # an address that sends further than that goes round in circles
# What a server says of its moment, not of the file (RFC 9110, 6585, 8470): asking again may be answered.
RETRIED_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
BAD_REDIRECTION = "Invalid URL in location header"  # as httpx says it
BAD_CERTIFICATE = "CERTIFICATE_VERIFY_FAILED"  # as OpenSSL says it
LATER = "réessayer plus tard, ou donner le fichier avec --from"
# Name of the file, bytes received, bytes expected when the server says so.
Progress = Callable[[str, int, int | None], None]
Notice = Callable[[str], None]


@dataclass(frozen=True)
class Limits:
    """Bounds of a download, in bytes and seconds. `sleep` and `clock` are those of the machine, except in tests."""

    max_bytes: int = MAX_BYTES
    total_s: float = 600  # 50 MB at 83 kB/s; what is larger or slower, the next attempt goes on from what is here
    silence_s: float = 30
    attempts: int = 5  # with waits that double from 1 s: 15 s in all, unless the server asks for more
    first_wait_s: float = 1
    longest_wait_s: float = 60
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


class _TryAgainError(Exception):
    """A fault that may pass. `wait_s`: what the server asked to wait."""

    def __init__(self, message: str, wait_s: float = 0) -> None:
        super().__init__(message)
        self.wait_s = wait_s


@dataclass
class Download:
    """One download of `source` into the home folder `root`.

    known: the kept file: if the server says that it has not changed, it is the result. plain_hosts: hosts that may
    answer in http (a test server). progress: told of what comes; notice: told, in French, why it is tried again.
    until: when it must be over at the latest, on the clock of `limits`, whatever they allow.
    """

    source: Official
    root: Path
    known: RawFile | None = None
    limits: Limits = field(default_factory=Limits)
    plain_hosts: frozenset[str] = frozenset()
    progress: Progress = lambda _name, _received, _expected: None
    notice: Notice = lambda _text: None
    until: float = math.inf
    deadline: float = field(init=False, default=0)
    watchdog: Watchdog = field(init=False)

    def run(self) -> RawFile:
        """The complete file, kept under its hash. Raises `DataError`; what was kept before is untouched."""
        if self.source.address is None:
            page = self.source.texts["adresse"]
            raise self._error(
                "aucune adresse stable n'est connue",
                f"télécharger {self.source.file} depuis {page}, "
                f"puis lancer « territoires refresh {self.source.source_id} --from DOSSIER »",
            )
        now = self.limits.clock()
        self.deadline = min(now + self.limits.total_s, self.until)
        self.watchdog = Watchdog(self.deadline - now)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with self.watchdog, self._client() as client:
                return self._retrying()(self._attempt, client)
        except _TryAgainError as error:
            tries = f" ({self.limits.attempts} essais)" if self.limits.attempts > 1 else ""
            raise self._error(f"{error}{tries}", LATER) from error
        except OSError as error:
            self._discard()
            raise self._error(
                f"écriture impossible ({cause(error)})",
                "libérer de la place ou rétablir l'accès au dossier des éditions, puis recommencer",
            ) from error

    def _client(self) -> httpx.Client:
        try:
            return httpx.Client(timeout=self.limits.silence_s, verify=trusted())
        # httpx reads the proxies of the environment here: a scheme it does not know, or an address that is none.
        except (ValueError, httpx.InvalidURL, ImportError) as error:
            raise self._error(
                "le proxy de l'environnement n'est pas utilisable",
                "donner à HTTPS_PROXY une adresse comme http://proxy.exemple.fr:3128",
            ) from error

    def _retrying(self) -> tenacity.Retrying:
        backoff = tenacity.wait_exponential(self.limits.first_wait_s, max=self.limits.longest_wait_s)

        def wait(state: tenacity.RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.wait_s if isinstance(error, _TryAgainError) else 0
            return min(max(backoff(state), asked), self.limits.longest_wait_s)

        return tenacity.Retrying(
            sleep=self.limits.sleep,
            before_sleep=self._say_again,
            stop=tenacity.stop_after_attempt(self.limits.attempts),
            wait=wait,
            retry=tenacity.retry_if_exception_type(_TryAgainError),
            reraise=True,
        )

    def _say_again(self, state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        wait = state.next_action.sleep if state.next_action else 0
        self.notice(f"{self.source.file} : {error} ; nouvel essai dans {wait:.0f} s")

    def _attempt(self, client: httpx.Client) -> RawFile:
        self._require_time()
        left = self._left()
        try:
            with self._answer(client, self._headers(left)) as response:
                if response.status_code == httpx.codes.NOT_MODIFIED and self.known:
                    return self.known
                self._check_answer(response, left)
                self._receive(response, left if response.status_code == httpx.codes.PARTIAL_CONTENT else None)
        except (httpx.TransportError, httpx.InvalidURL, UnicodeError) as error:
            self._require_time()
            raise self._fault(error) from error
        # Where its end alone says how long a file is, the deadline is such an end.
        self._require_time()
        return self._keep(response)

    def _fault(self, error: Exception) -> DataError | _TryAgainError:
        """What went wrong on the way to a whole answer."""
        if isinstance(error, httpx.InvalidURL | UnicodeError) or BAD_REDIRECTION in str(error):
            return self._error(
                "l'adresse, ou celle où elle renvoie, n'en est pas une", "vérifier l'adresse dans data/sources.toml"
            )
        if isinstance(error, httpx.TimeoutException):
            return _TryAgainError(f"aucune réponse en {self.limits.silence_s:g} s")
        if isinstance(error, httpx.ProxyError):
            return self._error(
                f"le proxy refuse la connexion ({error})", "vérifier HTTPS_PROXY, et l'accès du proxy à ce site"
            )
        if BAD_CERTIFICATE in str(error):
            return self._error(
                "le certificat du site n'est pas reconnu",
                "vérifier l'heure de la machine ; derrière un proxy qui lit le trafic, donner son certificat par "
                "SSL_CERT_FILE",
            )
        return _TryAgainError("connexion impossible ou coupée")

    def _headers(self, left: Resumption | None) -> dict[str, str]:
        # Compressed content would hide its length, and a range of it could not be joined to the rest.
        headers = {"Accept-Encoding": "identity"}
        if left:
            headers |= {"Range": f"bytes={left.size}-", "If-Range": left.validator}
        elif self.known and self.known.etag and self.known.origin == self.source.address:
            headers["If-None-Match"] = self.known.etag
        return headers

    @contextmanager
    def _answer(self, client: httpx.Client, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """The first answer that is no redirection; each address on the way is checked before it is asked."""
        url = httpx.URL(str(self.source.address))
        for _ in range(MAX_REDIRECTS + 1):
            self._require_allowed(url)
            asked = client.build_request("GET", url, headers=headers, extensions={"trace": self.watchdog.trace})
            response = client.send(asked, stream=True)
            try:
                if response.next_request is None:
                    yield response
                    return
                url = response.next_request.url
            finally:
                response.close()
        raise self._error(f"plus de {MAX_REDIRECTS} redirections", "vérifier l'adresse dans data/sources.toml")

    def _require_allowed(self, url: httpx.URL) -> None:
        if url.host not in self.source.hosts:
            raise self._error(
                f"l'adresse renvoie vers un autre site : {url.host or url}",
                "vérifier ce site ; s'il est celui de la source, l'ajouter à « hotes » dans data/sources.toml",
            )
        if url.scheme != "https" and not (url.scheme == "http" and url.host in self.plain_hosts):
            raise self._error(f"l'adresse n'est pas en https : {url}", "chercher l'adresse https de la source")

    def _check_answer(self, response: httpx.Response, left: Resumption | None) -> None:
        """Only the whole content, or exactly what follows the bytes that are here, may be received."""
        status = response.status_code
        if status in RETRIED_STATUSES:
            asked = answers.asked_wait(response)
            if asked > self.limits.longest_wait_s:
                raise self._error(f"le serveur a répondu {status}, et demande d'attendre {asked:.0f} s", LATER)
            raise _TryAgainError(f"le serveur a répondu {status}", asked)
        if status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            self._discard()
            raise _TryAgainError("la reprise a été refusée")
        if status not in {httpx.codes.OK, httpx.codes.PARTIAL_CONTENT}:
            raise self._error(f"le serveur a répondu {status}", f"vérifier l'adresse dans data/sources.toml ; {LATER}")
        if status == httpx.codes.PARTIAL_CONTENT and not (left and answers.goes_on(response, left)):
            self._discard()
            raise _TryAgainError("le serveur a envoyé une autre partie que celle demandée")
        if response.headers.get("Content-Type", "").lower().startswith("text/html"):
            raise self._error(
                "le serveur a envoyé une page web, non les données", f"ouvrir {self.source.texts['adresse']}"
            )
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise self._error("le serveur a compressé le fichier sans qu'on le demande", LATER)

    def _receive(self, response: httpx.Response, left: Resumption | None) -> None:
        """Write what comes after the bytes of `left`, or from the start; what was received is kept for a resumption."""
        before = left.size if left else 0
        expected = answers.whole_size(response, before)
        self._require_bounded(expected or 0)
        (self._folder / PARTIAL_STATE).unlink(missing_ok=True)
        if not left:
            # What a killed download left may be read-only already.
            (self._folder / PARTIAL).unlink(missing_ok=True)
        received = before
        is_whole = False
        try:
            with (self._folder / PARTIAL).open("ab" if left else "wb") as file:
                for chunk in response.iter_raw():
                    received += len(chunk)
                    self._require_bounded(received)
                    self._require_time()
                    file.write(chunk)
                    self.progress(self.source.file, received, expected)
            is_whole = expected is None or received == expected
            if expected is None:
                self.progress(self.source.file, received, received)
        finally:
            if not is_whole:
                self._remember(response, expected)
        if not is_whole:
            raise _TryAgainError(f"fichier tronqué : {received} octets sur {expected}")

    def _require_bounded(self, size: int) -> None:
        if size > self.limits.max_bytes:
            self._discard()
            raise raw_files.too_large(self.source.file, self.limits.max_bytes)

    def _require_time(self) -> None:
        if self.watchdog.has_barked or self.limits.clock() > self.deadline:
            raise self._error(f"téléchargement trop lent : plus de {self.limits.total_s:g} s", LATER)

    def _keep(self, response: httpx.Response) -> RawFile:
        incoming = self._folder / PARTIAL
        try:
            raw_files.check_head(incoming, self.source.format, self.source.file)
        except DataError:
            self._discard()
            raise
        if not answers.is_announced(response, raw_files.sha256_of(incoming)):
            self._discard()
            raise _TryAgainError("le fichier reçu n'a pas l'empreinte que le serveur annonce")
        return raw_files.keep(
            incoming, self.root, self.source.source_id, str(self.source.address), response.headers.get("ETag")
        )

    def _remember(self, response: httpx.Response, total: int | None) -> None:
        """Leave the bytes that are on the disk to the next attempt, if the server can tell whether they still hold."""
        partial = self._folder / PARTIAL
        validator = answers.validator(response)
        if validator is None or not partial.is_file():
            return
        sync(partial)
        left = Resumption(str(self.source.address), validator, partial.stat().st_size, total)
        replace_file(self._folder / PARTIAL_STATE, json.dumps(asdict(left)).encode())

    def _left(self) -> Resumption | None:
        """What the previous attempt left, unless a crash made it doubtful."""
        try:
            left = Resumption(**json.loads((self._folder / PARTIAL_STATE).read_bytes()))
            size = (self._folder / PARTIAL).stat().st_size
        except (FileNotFoundError, ValueError, TypeError):
            return None
        return left if left.address == self.source.address and left.size == size > 0 else None

    def _discard(self) -> None:
        for name in (PARTIAL_STATE, PARTIAL):
            with suppress(OSError):
                (self._folder / name).unlink(missing_ok=True)

    @property
    def _folder(self) -> Path:
        return raw_files.folder(self.root, self.source.source_id)

    def _error(self, message: str, remedy: str) -> DataError:
        return DataError.single(self.source.file, message, remedy)


@cache
def trusted() -> ssl.SSLContext:
    """The certificates that are trusted, those of SSL_CERT_FILE if it is set: reading them takes longer than a file."""
    return httpx.create_ssl_context()
