"""The offline engine: a whole render against the model alone on the same phoneme chunks, time and memory."""

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
from pathlib import Path

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


def model_alone(chunk_file: Path) -> dict[str, float]:
    """Sends the chunks through one session from as many callers as cores; nothing else is timed."""
    import numpy as np
    import onnxruntime

    from duologue.speech.engines.kokoro import callers
    from duologue.speech.engines.kokoro_model import model_bytes, style_table
    from duologue.speech.phonemes import tokens

    chunks = json.loads(chunk_file.read_text())
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model_bytes(), options, providers=["CPUExecutionProvider"])

    def say(chunk: tuple[str, str]) -> int:
        voice, phonemes = chunk
        ids = tokens(phonemes)
        (sound,) = session.run(
            None,
            {
                "tokens": np.array([[0, *ids, 0]], dtype=np.int64),
                "style": style_table(voice)[[len(ids)]],
                "speed": np.ones(1, dtype=np.float32),
            },
        )
        return int(sound.size)

    started = time.monotonic()
    with ThreadPoolExecutor(callers()) as pool:
        samples = sum(pool.map(say, chunks))
    return {"seconds": time.monotonic() - started, "sound_seconds": samples / 24_000, "peak_mb": peak_mb()}


def whole_run(source: str) -> dict[str, float]:
    """`duologue render` in this process, from an empty cache to a finished episode."""
    from duologue.cli.app import app

    with tempfile.TemporaryDirectory() as folder:
        os.environ["DUOLOGUE_CACHE"] = folder
        started = time.monotonic()
        app(["render", source, "--engine", "kokoro", "--out", f"{folder}/out"], standalone_mode=False)
        seconds = time.monotonic() - started
        manifest = json.loads(next(Path(folder).glob("out/*/episode.json")).read_text())
    return {"seconds": seconds, "sound_seconds": manifest["duration_ms"] / 1000, "peak_mb": peak_mb()}


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
    parser.add_argument("--part", choices=("alone", "whole"), help=argparse.SUPPRESS)
    parser.add_argument("--chunks", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part == "alone":
        print(json.dumps(model_alone(given.chunks)))
    elif given.part == "whole":
        print(json.dumps(whole_run(given.source)))
    else:
        with tempfile.TemporaryDirectory() as folder:
            chunk_file = Path(folder) / "chunks.json"
            chunk_file.write_text(json.dumps(chunks_of(given.source)))
            alone = child(given.source, "--part", "alone", "--chunks", str(chunk_file))
            whole = child(given.source, "--part", "whole")
        for name, figures in (("model alone", alone), ("whole render", whole)):
            print(
                f"{name:13} {figures['seconds']:8.1f} s  {figures['sound_seconds']:8.1f} s of sound  "
                f"peak {figures['peak_mb']:6.0f} MB"
            )
        print(f"time ratio    {whole['seconds'] / alone['seconds']:8.3f}")
        print(f"memory beyond the model's own {whole['peak_mb'] - alone['peak_mb']:.0f} MB")


if __name__ == "__main__":
    main()
