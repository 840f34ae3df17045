"""The embedded engine: Kokoro-82M in onnxruntime, offline and deterministic.

One session of one thread is called from as many threads as there are cores; that out-runs one call on all
of them. The model has no random operator, so the same phonemes in the same voice are the same samples.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import soxr
from numpy.typing import NDArray

from duologue.errors import EngineError, NoAudio, Unreachable
from duologue.languages import front_ends
from duologue.model import Mark, Take, Voice
from duologue.speech.engines.base import (
    Engine,
    EngineSettings,
    Limits,
    SaidWord,
    SpeechRequest,
    VoiceInfo,
)
from duologue.speech.engines.kokoro_forms import load
from duologue.speech.engines.kokoro_model import (
    SAMPLE_RATE,
    model_parts,
    style_table,
    voice_sums,
)
from duologue.speech.gaps import sentence_begins, sentence_gaps
from duologue.speech.onnx_runtime import onnx_runtime
from duologue.speech.trim import trim
from duologue.speech.voice_table import spoken_by, voice_table

if TYPE_CHECKING:
    from duologue.speech.phonemes import Chunk
    from duologue.speech.spoken import SpokenForm

_MOST_KEPT = 8192
"""Texts whose phonemes are kept until they are said: more than a programme of ten hours has."""
_HEADROOM = 0.95
"""Full scale of the model's output in a take: a few samples beyond 1.0 must not clip."""


def callers() -> int:
    """How many threads call the model: the cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def pitch_ratio(voice: Voice) -> float:
    """How many times as high a voice speaks as it would without `pitch_hz`."""
    own = voice_table().hertz.get(voice.name, 0)
    return (own + voice.pitch_hz) / own if own else 1.0


class KokoroEngine(Engine):
    """Kokoro-82M (int8)."""

    name = "kokoro"
    version = "82m-int8-1"
    deterministic = True
    hint = "pip install 'duologue[offline]'"
    ignores = ("url", "model", "instructions", "proxy", "answer_seconds")
    local = True
    speed = 2.7

    def __init__(self, settings: EngineSettings | None = None) -> None:
        settings = settings or EngineSettings()
        settings.refuse_extra(self.name)
        self._jobs = settings.concurrency or callers()
        # One more utterance than callers is under way, so that no caller waits between two utterances.
        self.limits = Limits(
            concurrency=self._jobs + 1,
            longest_text=settings.longest_text or 2000,
            sample_rate=SAMPLE_RATE,
            languages=("zh", "en", *front_ends.readable()),
            pitch=True,
        )
        self._pool: ThreadPoolExecutor | None = None
        self._session: Any = None
        self._front_end: Any = None
        self._said: OrderedDict[tuple[SpokenForm, str, bool], tuple[Chunk, ...]] = OrderedDict()

    def why_not(self, language: str) -> str:
        """Why an article in `language` is not spoken: no front end, or what it needs."""
        reader = front_ends.front_end(language)
        lacking = reader.lacking() if reader else ""
        return self.limits.why_not(language) + (f" ({lacking})" if lacking else "")

    async def ready(self) -> None:
        """Checks that runtime and model are installed; the model is loaded at the first utterance."""
        try:
            onnx_runtime()
        except ImportError as error:
            raise Unreachable(f"the offline voice is not installed ({error})") from None
        model_parts()

    async def voices(self) -> tuple[VoiceInfo, ...]:
        """The voices of the shipped pack."""
        return tuple(
            VoiceInfo(name, spoken_by(name), voice_table().genders.get(name, ""), "Kokoro-82M, offline")
            for name in sorted(voice_sums())
        )

    def wording(self, request: SpeechRequest) -> str:
        """The phonemes of every chunk, with the pauses between them."""
        return json.dumps([[chunk.phonemes, chunk.pause_ms] for chunk in self._chunks(request)])

    def phonemes(self, request: SpeechRequest) -> str:
        """The phonemes of all chunks, in Kokoro's alphabet."""
        return " ".join(chunk.phonemes for chunk in self._chunks(request))

    def readings(self, request: SpeechRequest) -> tuple[SaidWord, ...]:
        """How each word is read, before sandhi."""
        return tuple(
            SaidWord(spoken, said)
            for spoken, said in self._reader().readings(
                request.form, request.language, british=request.voice.name.startswith("b")
            )
        )

    async def speak(self, request: SpeechRequest) -> Take:
        """The utterance, one chunk after the other, silence trimmed and pauses as the phrasing asks.

        Raises:
            BadVoice: the pack has no such voice.
            EngineError: there is nothing in the text that it can read (another script).
            NoAudio: a chunk came out silent.
        """
        chunks = self._chunks(request)
        if not chunks:
            raise EngineError(f"the offline voice can read nothing of {request.form.written[:20]!r}")
        style_table(request.voice.name)
        if self._session is None:
            await self._load()
        loop = asyncio.get_running_loop()
        spoken = [
            loop.run_in_executor(self._pool, self._say, chunk.phonemes, request.voice) for chunk in chunks
        ]
        try:
            sounds = await asyncio.gather(*spoken)
        except BaseException:
            for job in spoken:
                job.cancel()
            raise
        self._said.pop(_wanted(request), None)
        return _join(chunks, sounds, request.form.written)

    async def close(self) -> None:
        """Waits for the calls under way, starts no more, and lets the model go."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._session = None

    def _chunks(self, request: SpeechRequest) -> tuple[Chunk, ...]:
        """The chunks of a request; kept until it is said, because the key asks for them before the model."""
        wanted = _wanted(request)
        chunks = self._said.get(wanted)
        if chunks is None:
            form, language, british = wanted
            chunks = self._said[wanted] = self._reader().chunks(form, language, british=british)
            while len(self._said) > _MOST_KEPT:  # takes that were in the cache are never said
                self._said.popitem(last=False)
        return chunks

    def _reader(self) -> Any:
        """The front end, made when it is first asked."""
        if self._front_end is None:
            from duologue.speech.phonemes import KokoroFrontEnd  # loads word lists: only when it speaks

            self._front_end = KokoroFrontEnd()
        return self._front_end

    async def _load(self) -> None:
        from duologue.speech.phonemes import release

        release()  # every take's key has asked for its phonemes: the dictionaries make room for the model
        self._session = load()
        self._pool = ThreadPoolExecutor(self._jobs, thread_name_prefix="kokoro")

    def _say(self, phonemes: str, voice: Voice) -> NDArray[np.int16]:
        """One chunk as the model says it, trimmed: mono int16 at 24 kHz.

        A voice is made higher or lower by reading its sound faster or slower, and by saying it so much slower
        or faster before: its resonances move with it, as those of a smaller or larger person.
        """
        from duologue.speech.phonemes import tokens

        ids = tokens(phonemes)
        higher = pitch_ratio(voice)
        feed = {
            "tokens": np.array([[0, *ids, 0]], dtype=np.int64),
            "style": style_table(voice.name)[[len(ids)]],
            "speed": np.array([(1 + voice.rate_percent / 100) / higher], dtype=np.float32),
        }
        (sound,) = self._session.run(None, feed)
        if higher != 1:
            sound = soxr.resample(sound, SAMPLE_RATE * higher, SAMPLE_RATE)
        samples = np.clip(np.rint(sound * (_HEADROOM * 32767)), -32768, 32767).astype(np.int16)
        cut = trim(samples, SAMPLE_RATE)
        if cut.samples.size == 0:
            raise NoAudio(f"the model was silent on {phonemes!r}")
        return cut.samples


def _wanted(request: SpeechRequest) -> tuple[SpokenForm, str, bool]:
    """What a request's phonemes depend on."""
    return request.form, request.language, request.voice.name.startswith("b")


def _join(chunks: tuple[Chunk, ...], sounds: list[NDArray[np.int16]], written: str) -> Take:
    """The chunks in a row, each but the last followed by its pause, with a mark for each sentence."""
    pieces: list[NDArray[np.int16]] = []
    marks: list[Mark] = []
    position = 0
    for number, (chunk, sound) in enumerate(zip(chunks, sounds, strict=True), 1):
        marks += _marks(chunk, sound, written, position)
        pause = SAMPLE_RATE * chunk.pause_ms // 1000 if number < len(chunks) else 0
        pieces += [sound, np.zeros(pause, dtype=np.int16)]
        position += sound.size + pause
    return Take(np.concatenate(pieces), SAMPLE_RATE, tuple(marks))


def _marks(chunk: Chunk, sound: NDArray[np.int16], written: str, position: int) -> list[Mark]:
    """The sentences of a chunk that begins at sample `position`.

    One whose beginning cannot be heard stays with the sentence before it.
    """
    begins = sentence_begins(written[chunk.written_start : chunk.written_end])
    length = max(chunk.written_end - chunk.written_start, 1)
    gaps = sentence_gaps(sound, SAMPLE_RATE, [begin / length for begin in begins])
    marks: list[Mark] = []
    start, first = position, chunk.written_start
    for begin, gap in zip(begins, gaps, strict=True):
        if gap is not None:
            marks.append(Mark(start, position + gap.start, first, chunk.written_start + begin))
            start, first = position + gap.end, chunk.written_start + begin
    return [*marks, Mark(start, position + sound.size, first, chunk.written_end)]
