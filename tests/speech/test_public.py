"""The public names of `duologue.speech` are there, and the front end loads nothing it does not need."""

import subprocess
import sys

import duologue.speech


def test_every_public_name_is_there() -> None:
    for name in duologue.speech.__all__:
        assert getattr(duologue.speech, name).__name__ == name


def test_the_front_end_loads_no_reader_and_no_model() -> None:
    program = (
        "import sys\n"
        "from duologue.speech.phonemes import KokoroFrontEnd\n"
        "from duologue.speech.spoken import spoken_form\n"
        "KokoroFrontEnd().chunks(spoken_form('好。', 'zh-CN'), 'zh-CN')\n"
        "print(sorted({'duologue.interview', 'onnxruntime', 'hibari', 'pkg_resources'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
