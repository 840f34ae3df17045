"""The episode says that its voices are synthetic, in every form it has to."""

from __future__ import annotations

import json

import pytest

from duologue.programme.contents.disclosure import disclosure, spoken_line


@pytest.mark.parametrize(
    ("language", "word"),
    [("zh-CN", "合成"), ("en-GB", "generated"), ("fi", "generated"), ("es", "artificial")],
)
def test_every_language_has_a_spoken_and_a_written_form(language: str, word: str) -> None:
    said = disclosure(language, "id")
    assert said.spoken is not None
    assert word in said.spoken
    assert word in said.comment


def test_the_spoken_line_can_be_worded_or_switched_off_but_the_rest_stays() -> None:
    assert spoken_line("en", title="Bread", text="{title}, read by machines.") == "Bread, read by machines."
    off = disclosure("zh-CN", "id", spoken=False)
    assert off.spoken is None
    assert off.comment
    assert json.loads(off.aigc)["Label"] == "1"
    assert disclosure("zh", "id", spoken="").spoken is None


def test_the_label_is_ascii_json_with_the_keys_in_the_order_of_the_rule() -> None:
    label = disclosure("zh-CN", "guid-1", producer="街角", propagator="电台").aigc
    assert label.isascii()
    read = json.loads(label)
    assert list(read) == [
        "Label",
        "ContentProducer",
        "ProduceID",
        "ReservedCode1",
        "ContentPropagator",
        "PropagateID",
        "ReservedCode2",
    ]
    assert (read["ContentProducer"], read["ProduceID"], read["PropagateID"]) == ("街角", "guid-1", "guid-1")
    assert json.loads(disclosure("zh-CN", "g").aigc)["PropagateID"] == ""


def test_the_propagator_s_own_number_goes_into_the_label() -> None:
    label = json.loads(disclosure("zh-CN", "guid-1", propagator="电台", propagate_id="P-7").aigc)
    assert (label["ProduceID"], label["ContentPropagator"], label["PropagateID"]) == ("guid-1", "电台", "P-7")
