"""Every error that Duologue raises on purpose.

    DuologueError                  exit 1   it failed, and says why
    ├── UsageError                 exit 2   the call or its arguments are wrong
    │   ├── ConfigError            exit 2   a configuration file is wrong; names file and line
    │   └── NoSuchEngine           exit 2   no installed engine has that name
    ├── SourceError                exit 1   the source cannot be read (too large, refused address, …)
    │   └── NoInterviewError       exit 3   there is no interview in it (empty, binary, one voice)
    ├── EngineError                exit 1   an engine failed on an utterance
    │   ├── Throttled                       asked too often; slow down and try again
    │   ├── Unreachable                     no answer: network, name, time-out, refused
    │   │   └── Failing                     it is there, but cannot do its work (404, 500 …)
    │   ├── Denied                 exit 2   the engine wants a key, or another one
    │   ├── BadVoice               exit 2   the engine has no such voice
    │   └── NoAudio                         an answer that cannot be the sound of this text
    ├── NoEngineError              exit 4   no engine can speak here; says what was tried and what to do
    ├── SpeechIncomplete           exit 1   some utterances could not be voiced; the others are kept
    ├── EpisodeError               exit 1   the episode could not be written (disk, lock, encoder)
    ├── PublishError               exit 1   a show could not be sent to its place, or is not right there
    ├── CheckFailed                exit 1   an episode is not what it should be; names file and line
    └── Interrupted                exit 130 the person stopped it; finished takes are kept

The message is one sentence for a person, without a traceback; the command line prints it and exits with
`exit_code`. No message holds a password or a key: see `duologue.redaction`.
"""

from __future__ import annotations

from pathlib import Path

from duologue.redaction import redacted


class DuologueError(Exception):
    """The root: catch this to catch all of them.

    Args:
        message: one sentence; secrets in it are hidden.
    """

    exit_code = 1

    def __init__(self, message: str = "") -> None:
        super().__init__(redacted(message))


class UsageError(DuologueError):
    """The call or its arguments are wrong."""

    exit_code = 2


class ConfigError(UsageError):
    """A configuration file is wrong.

    Args:
        message: what is wrong and what would be right, one sentence.
        path: the file, if there is one.
        line: its line, counted from 1, if known.
    """

    def __init__(self, message: str, path: Path | str | None = None, line: int | None = None) -> None:
        where = f"{path}" if path is not None else ""
        if where and line is not None:
            where += f":{line}"
        super().__init__(f"{where}: {message}" if where else message)
        self.path = path
        self.line = line


class NoSuchEngine(UsageError):
    """No installed engine has that name."""


class SourceError(DuologueError):
    """The source is there but cannot be read."""


class NoInterviewError(SourceError):
    """The source was read, but there is no interview in it."""

    exit_code = 3


class EngineError(DuologueError):
    """An engine failed on an utterance."""


class Throttled(EngineError):
    """The engine was asked too often.

    Args:
        message: one sentence.
        retry_after_seconds: how long the service asks to wait, if it said so.
    """

    def __init__(self, message: str, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Unreachable(EngineError):
    """The engine gave no answer."""


class Failing(Unreachable):
    """The engine is there, but cannot do its work."""


class Denied(EngineError):
    """The engine does not let us in: a key is missing or refused."""

    exit_code = 2


class BadVoice(EngineError):
    """The engine has no such voice."""

    exit_code = 2


class NoAudio(EngineError):
    """The engine's answer cannot be the sound of the text."""


class NoEngineError(DuologueError):
    """No engine can speak here."""

    exit_code = 4


class SpeechIncomplete(DuologueError):
    """Some utterances could not be voiced; every other take is in the cache.

    Args:
        message: one sentence.
        missing: the numbers of the utterances that have no take, from 0.
        made: how many takes were made before it was given up.
        reason: what went wrong first, as a part of a sentence.
        texts_refused: whether it is the texts that were refused: asking again would not help.
    """

    def __init__(
        self,
        message: str,
        missing: tuple[int, ...] = (),
        *,
        made: int = 0,
        reason: str = "",
        texts_refused: bool = False,
    ) -> None:
        super().__init__(message)
        self.missing = missing
        self.made = made
        self.reason = redacted(reason)
        self.texts_refused = texts_refused


class EpisodeError(DuologueError):
    """The episode could not be written."""


class PublishError(DuologueError):
    """A show could not be sent to its place, or is not right there."""


class CheckFailed(DuologueError):
    """An episode is not what it should be."""


class Interrupted(DuologueError):
    """The person stopped it."""

    exit_code = 130
