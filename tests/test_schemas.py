"""The published schemas are those of the models, accept what ships, and refuse what the models refuse."""

import json

import pytest
import yaml
from jsonschema import Draft202012Validator

from duologue.resources import voices_dir
from duologue.schemas import schema_texts
from duologue.speech.find_cast import shipped_casts


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_texts()[name]))


@pytest.mark.parametrize("name", schema_texts())
def test_the_committed_schema_is_current(name: str) -> None:
    committed = (voices_dir() / name).read_text(encoding="utf-8")
    assert committed == schema_texts()[name], "run scripts/schemas"
    Draft202012Validator.check_schema(json.loads(committed))


@pytest.mark.parametrize("name", shipped_casts())
def test_every_shipped_cast_names_its_schema_and_meets_it(name: str) -> None:
    text = (voices_dir() / f"{name}.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=cast.schema.json\n")
    validator("cast.schema.json").validate(yaml.safe_load(text))


ROLES = "roles: {interviewer: {kokoro: a}, interviewee: {kokoro: b}, narrator: {kokoro: c}}"


@pytest.mark.parametrize(
    ("schema", "text", "right"),
    [
        ("cast", f"language: zh-CN\n{ROLES}", True),
        ("cast", f"language: zh-CN\n{ROLES}\npool: [{{style: calm, edge: {{voice: x, rate: -5%}}}}]", True),
        ("cast", f"language: zh-CN\n{ROLES}\npool: [{{gender: man}}]", False),
        ("cast", f"language: zh-CN\n{ROLES}\npol: []", False),
        ("cast", ROLES, False),
        ("duologue", "show: x\nlexicon: a.yaml\npauses: {tail_ms: 5}\nspeakers: {A: {gender: male}}", True),
        ("duologue", "loudness: loud", False),
        ("duologue", "vocies: zh-CN", False),
        ("show", "title: x\ncategory: Society & Culture > Documentary", True),
        ("show", "category: Bakery", False),
    ],
)
def test_a_schema_accepts_what_is_right_and_refuses_what_is_wrong(
    schema: str, text: str, right: bool
) -> None:
    assert validator(f"{schema}.schema.json").is_valid(yaml.safe_load(text)) == right
