from dataclasses import replace

from duologue.model import Voice
from duologue.speech.take_keys import take_key
from speech.engine_of_tones import EngineOfTones, request


def test_the_key_changes_with_all_that_shapes_the_sound_and_nothing_else() -> None:
    engine = EngineOfTones()
    base = request("你好。")
    changed = [
        request("你好！"),
        replace(base, voice=Voice("tones", "high")),
        replace(base, voice=Voice("tones", "low", rate_percent=5)),
        replace(base, voice=Voice("tones", "low", pitch_hz=5)),
    ]
    keys = {take_key(engine, each) for each in [base, *changed]}
    assert len(keys) == 5
    assert take_key(engine, replace(base, voice=Voice("tones", "low", volume_percent=9))) == take_key(
        engine, base
    )
    other = EngineOfTones()
    other.version = "2"
    assert take_key(other, base) not in keys
