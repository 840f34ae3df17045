"""Formats: what M4B, Opus and WAV cost beside the MP3 alone, and how large they are."""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from pathlib import Path

from assembly import spoken

from duologue.model import Chapter, Role, Take, Utterance, UtteranceKind, Voice, Voiced
from duologue.programme.arrange import arrange
from duologue.programme.cover import draw, embedded
from duologue.programme.formats.kinds import FORMATS, Kind
from duologue.programme.formats.write import write_formats
from duologue.programme.mastering.assembly import assemble
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.frame_source import FrameSource
from duologue.programme.mastering.pcm import programme_pcm
from duologue.programme.mastering.target import TARGETS, Mastering
from duologue.programme.mp3.encoding import STEREO_128
from duologue.programme.mp3.tags import EpisodeTags
from duologue.programme.pauses import PauseRules
from duologue.store.local import LocalStore

RATE = 24_000
POOL = 12


class Takes:
    """A few takes, said over and over; each has a key of its own, so that each is encoded."""

    def __init__(self) -> None:
        self._pool = [spoken(seed) for seed in range(POOL)]

    def load(self, key: str) -> Take:
        return Take(self._pool[int(key) % POOL] // (1 + int(key) // POOL % 3), RATE)

    def voiced(self, number: int) -> Voiced:
        asks = number % 2 == 0
        utterance = Utterance(
            UtteranceKind.SPEECH,
            "Q" if asks else "A",
            Role.INTERVIEWER if asks else Role.INTERVIEWEE,
            "words",
        )
        voice = Voice("test", "low" if asks else "high")
        return Voiced(utterance, voice, str(number), self.load(str(number)).samples.size, RATE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    arguments = parser.parse_args()
    takes = Takes()
    timeline = arrange([takes.voiced(n) for n in range(round(arguments.minutes * 60 / 8.4))], PauseRules())
    mastering = Mastering(TARGETS["podcast"], STEREO_128)
    duration_ms = round(timeline.seconds * 1000)
    tags = EpisodeTags(
        title="Bench",
        show="Bench",
        artist="Q, A",
        language="en",
        duration_ms=duration_ms,
        guid="0",
        chapters=(Chapter("One", 0, duration_ms // 2), Chapter("Two", duration_ms // 2, duration_ms)),
        cover_jpeg=embedded(draw("Bench")),
    )
    with tempfile.TemporaryDirectory() as folder:
        cache = FrameCache(LocalStore(Path(folder) / "cache"))
        sink = io.BytesIO()
        began = time.process_time(), time.monotonic()
        mastered = assemble(timeline, takes, mastering, sink, cache=cache)
        mp3 = time.process_time() - began[0], time.monotonic() - began[1]
        print(f"{timeline.seconds / 60:.1f} minutes, stereo\n")
        print("| written | MB | CPU seconds | of the MP3's | wall seconds |\n| --- | --- | --- | --- | --- |")
        print(f"| MP3 alone | {sink.tell() / 1e6:.1f} | {mp3[0]:.2f} | | {mp3[1]:.2f} |")
        wanted: list[tuple[Kind, ...]] = [(), *((kind,) for kind in FORMATS), tuple(FORMATS)]
        for kinds in wanted:
            began = time.process_time(), time.monotonic()
            samples = programme_pcm(timeline, FrameSource(takes, cache), mastering, mastered.gains)
            if kinds:
                made = write_formats(Path(folder), "bench", kinds, samples, 2, tags)
            else:
                made = ()
                for _ in samples:
                    pass
            spent = time.process_time() - began[0], time.monotonic() - began[1]
            size = sum(each.bytes for each in made) / 1e6
            name = " + ".join(kind.upper() for kind in kinds) or "the samples alone"
            print(f"| {name} | {size:.1f} | {spent[0]:.2f} | {spent[0] / mp3[0]:.2f} | {spent[1]:.2f} |")


if __name__ == "__main__":
    main()
