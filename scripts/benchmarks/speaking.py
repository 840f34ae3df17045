"""The offline engine: its model in both forms, and a whole render against it, time and memory."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent.parent


def chunks_of(source: str) -> list[tuple[str, str]]:
    """(voice, phonemes) of every chunk of every take of `source`, in order."""
    from duologue.interview import read_source
    from duologue.pipeline import plan
    from duologue.settings import Settings
    from duologue.speech.jobs import request_for
    from duologue.speech.phonemes import KokoroFrontEnd

    planned = asyncio.run(plan(read_source(source), Settings(engine="kokoro")))
    front_end = KokoroFrontEnd()
    seen: set[tuple[str, str]] = set()
    chunks: list[tuple[str, str]] = []
    voicing = planned.voicing
    for utterance in voicing.said:
        request = request_for(
            utterance, planned.voicing.casting, planned.interview.language, planned.voicing.lexicon
        )
        voice = request.voice.name
        if (voice, request.form.text) in seen:
            continue
        seen.add((voice, request.form.text))
        british = voice.startswith("b")
        chunks += [
            (voice, chunk.phonemes)
            for chunk in front_end.chunks(request.form, request.language, british=british)
        ]
    return chunks


def original_model() -> Any:
    """A session of the model as it is published."""
    from duologue.speech.engines.kokoro_model import model_bytes
    from duologue.speech.onnx_runtime import session

    return session(model_bytes())


def fastest_model() -> Any:
    """A session of the model in the form that the engine uses here."""
    from duologue.speech.engines.kokoro_forms import load

    return load()


FORMS = {"original": original_model, "faster": fastest_model}


def sound_of(session: Any, chunk: tuple[str, str]) -> NDArray[np.float32]:
    """What the model makes of (voice, phonemes): float, 24 kHz."""
    from duologue.speech.engines.kokoro_model import style_table
    from duologue.speech.phonemes import tokens

    voice, phonemes = chunk
    ids = tokens(phonemes)
    feed = {
        "tokens": np.array([[0, *ids, 0]], dtype=np.int64),
        "style": style_table(voice)[[len(ids)]],
        "speed": np.ones(1, dtype=np.float32),
    }
    (sound,) = session.run(None, feed)
    return np.asarray(sound)


def model_alone(form: str, chunk_file: Path) -> dict[str, float]:
    """Sends the chunks through one session from as many callers as cores; nothing else is timed."""
    from duologue.speech.engines.kokoro import callers

    chunks = json.loads(chunk_file.read_text())
    session = FORMS[form]()
    started, used = time.monotonic(), time.process_time()
    with ThreadPoolExecutor(callers()) as pool:
        samples = sum(pool.map(lambda chunk: sound_of(session, chunk).size, chunks))
    return {
        "seconds": time.monotonic() - started,
        "processor_seconds": time.process_time() - used,
        "sound_seconds": samples / 24_000,
        "peak_mb": peak_mb(),
    }


def forms_in_turn(chunk_file: Path) -> dict[str, float]:
    """Each form's processor time for a second of sound, block of chunks by block in turn, by callers."""
    chunks = json.loads(chunk_file.read_text())
    sessions = {name: make() for name, make in FORMS.items()}
    results: dict[str, float] = {"same_samples": 1.0}
    for callers in (1, 2):
        used = dict.fromkeys(sessions, 0.0)
        samples = 0
        with ThreadPoolExecutor(callers) as pool:
            for start in range(0, len(chunks), 4):
                block = chunks[start : start + 4]
                said = {}
                for name, session in sessions.items():
                    begun = time.process_time()
                    said[name] = list(pool.map(partial(sound_of, session), block))
                    used[name] += time.process_time() - begun
                samples += sum(sound.size for sound in said["original"])
                if not all(map(np.array_equal, said["original"], said["faster"])):
                    results["same_samples"] = 0.0
        for name, seconds in used.items():
            results[f"{name} {callers}"] = seconds / (samples / 24_000)
    return results


def whole_run(form: str, source: str) -> dict[str, float]:
    """`duologue render` in this process, from an empty cache to a finished episode."""
    from duologue.cli.app import app
    from duologue.speech.engines import kokoro

    if form == "original":
        kokoro.load = original_model
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DUOLOGUE_CACHE"] = folder
        started, used = time.monotonic(), time.process_time()
        app(["render", source, "--engine", "kokoro", "--out", f"{folder}/out"], standalone_mode=False)
        seconds, processor = time.monotonic() - started, time.process_time() - used
        manifest = json.loads(next(Path(folder).glob("out/*/episode.json")).read_text())
    return {
        "seconds": seconds,
        "processor_seconds": processor,
        "sound_seconds": manifest["duration_ms"] / 1000,
        "peak_mb": peak_mb(),
    }


def peak_mb() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child(*arguments: str) -> dict[str, float]:
    """Runs one measurement in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments], check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", nargs="?", default="episodes/shen-yan.md")
    parser.add_argument("--part", choices=("alone", "turns", "whole"), help=argparse.SUPPRESS)
    parser.add_argument("--form", choices=tuple(FORMS), help=argparse.SUPPRESS)
    parser.add_argument("--chunks", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part == "alone":
        print(json.dumps(model_alone(given.form, given.chunks)))
    elif given.part == "turns":
        print(json.dumps(forms_in_turn(given.chunks)))
    elif given.part == "whole":
        print(json.dumps(whole_run(given.form, given.source)))
    else:
        with tempfile.TemporaryDirectory() as folder:
            chunk_file = Path(folder) / "chunks.json"
            chunk_file.write_text(json.dumps(chunks_of(given.source)))
            measure(given.source, chunk_file)


def measure(source: str, chunk_file: Path) -> None:
    """All parts, each in a process of its own, and the ratios between them."""
    turns = child(source, "--part", "turns", "--chunks", str(chunk_file))
    print("| processor seconds for a second of sound, in turn | original | faster | ratio |")
    print("| --- | --- | --- | --- |")
    for callers in (1, 2):
        old, new = turns[f"original {callers}"], turns[f"faster {callers}"]
        print(f"| {callers} at once | {old:.3f} | {new:.3f} | {new / old:.3f} |")
    print(f"\nthe same samples: {'yes' if turns['same_samples'] else 'NO'}\n")
    print("| | seconds | processor seconds | of sound | peak MB |")
    print("| --- | --- | --- | --- | --- |")
    found = {}
    for form in FORMS:
        for part in ("alone", "whole"):
            found[form, part] = each = child(
                source, "--part", part, "--form", form, "--chunks", str(chunk_file)
            )
            print(
                f"| {form} model, {'alone' if part == 'alone' else 'whole render'} | {each['seconds']:.1f} "
                f"| {each['processor_seconds']:.1f} | {each['sound_seconds']:.1f} | {each['peak_mb']:.0f} |",
                flush=True,
            )
    alone, whole = found["faster", "alone"], found["faster", "whole"]
    print(f"\nrender / model alone: {whole['seconds'] / alone['seconds']:.3f}", end="")
    print(f"; memory beyond the model's own: {whole['peak_mb'] - alone['peak_mb']:.0f} MB")
    for part in ("alone", "whole"):
        old, new = found["original", part], found["faster", part]
        print(
            f"faster / original, {part}: processor {new['processor_seconds'] / old['processor_seconds']:.3f}"
        )


if __name__ == "__main__":
    main()
