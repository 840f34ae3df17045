import pytest

from duologue.model import Voice
from duologue.speech.voice_titles import voice_title


@pytest.mark.parametrize(
    ("voice", "title"),
    [
        (Voice("edge", "en-US-AvaMultilingualNeural", rate_percent=-5), "Ava (Microsoft)"),
        (Voice("edge", "zh-CN-liaoning-XiaobeiNeural"), "Xiaobei (Microsoft)"),
        (Voice("edge", "zh-CN-XiaoxiaoNeural", pitch_hz=-10), "Xiaoxiao (Microsoft)"),
        (Voice("kokoro", "zm_yunxi"), "Yunxi (Kokoro)"),
        (Voice("kokoro", "bm_george", rate_percent=-6), "George (Kokoro)"),
        (Voice("openai", "nova"), "Nova"),
        (Voice("openai", "af_heart"), "Heart"),
        (Voice("openai", "company/model/anna_b:7"), "Anna b"),
        (Voice("piper", "amy"), "Amy (piper)"),
        (Voice("openai", "沈砚"), "沈砚"),
        (Voice("edge", "Neural"), "Neural (Microsoft)"),
    ],
)
def test_a_voice_has_a_human_name(voice: Voice, title: str) -> None:
    assert voice_title(voice) == title
