"""What a person can change about the people of a script: names, roles, voices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from duologue.api.scripts import lines_of, with_lines
from duologue.api.voices import engine_names
from duologue.errors import UsageError
from duologue.model import NARRATOR, Interview, Role, Speaker, Voice

_Name = Annotated[str, Field(min_length=1, max_length=60)]


class PeopleEdit(BaseModel):
    """A change of a person."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Person(PeopleEdit):
    """Adds a person, or changes what they do."""

    op: Literal["person"]
    name: _Name
    role: Literal["interviewer", "interviewee"] = "interviewee"


class Merge(PeopleEdit):
    """Two names are one person."""

    op: Literal["merge"]
    speaker: _Name
    into: _Name


class Rename(PeopleEdit):
    """Changes a person's name."""

    op: Literal["rename"]
    speaker: _Name
    to: _Name


class Asks(PeopleEdit):
    """Says who asks: this person alone."""

    op: Literal["asks"]
    speaker: _Name


class GiveVoice(PeopleEdit):
    """Gives a person a voice of an engine; None takes back what was given."""

    op: Literal["voice"]
    speaker: _Name
    voice: Annotated[str | None, Field(max_length=200)] = None
    rate: Annotated[int, Field(ge=-50, le=100)] = 0
    pitch: Annotated[int, Field(ge=-100, le=100)] = 0


PEOPLE_EDITS = Person | Merge | Rename | Asks | GiveVoice


def people_edited(interview: Interview, edit: PEOPLE_EDITS) -> Interview:
    """The interview with a change of its people.

    Raises:
        UsageError: nobody is called so, or a name cannot be one.
    """
    if isinstance(edit, Person):
        made = known_person(interview, edit)
        role = Role(edit.role)
        return _changed(made, edit.name, lambda one: replace(one, role=role))
    if isinstance(edit, GiveVoice):
        return _voiced(interview, edit)
    _of(interview, edit.speaker)
    if isinstance(edit, Asks):
        roles = {one.name: Role.INTERVIEWEE for one in interview.speakers if one.name != NARRATOR}
        roles[edit.speaker] = Role.INTERVIEWER
        speakers = tuple(replace(one, role=roles.get(one.name, one.role)) for one in interview.speakers)
        return _same_lines(replace(interview, speakers=speakers), interview)
    if isinstance(edit, Merge):
        return _merged(interview, edit)
    return _renamed(interview, edit)


def known_person(interview: Interview, person: Person) -> Interview:
    """The interview with a speaker of this name among its people.

    Raises:
        UsageError: it cannot be a name.
    """
    if person.name == NARRATOR or any(one.name == person.name for one in interview.speakers):
        return interview
    made = Speaker(_checked(person.name), Role(person.role), (), ("named in the studio",))
    return replace(interview, speakers=(*interview.speakers, made))


def _checked(name: str) -> str:
    """A name as it may stand before a colon.

    Raises:
        UsageError: it cannot.
    """
    if name != name.strip() or not name.isprintable() or not any(map(str.isalnum, name)):
        raise UsageError(f"{name!r} cannot be a name")
    if name.casefold() in (NARRATOR, *(role.value for role in Role)):
        raise UsageError(f"{name!r} is a role, and here are people by name")
    return name


def _of(interview: Interview, name: str) -> Speaker:
    found = next((one for one in interview.speakers if one.name == name), None)
    if found is None or name == NARRATOR:
        raise UsageError(f"nobody is called {name!r}")
    return found


def _changed(interview: Interview, name: str, change: Callable[[Speaker], Speaker]) -> Interview:
    speakers = tuple(change(one) if one.name == name else one for one in interview.speakers)
    return _same_lines(replace(interview, speakers=speakers), interview)


def _same_lines(made: Interview, before: Interview) -> Interview:
    return with_lines(made, lines_of(before))


def _merged(interview: Interview, edit: Merge) -> Interview:
    if edit.speaker == edit.into:
        raise UsageError("two names are needed")
    one, other = _of(interview, edit.speaker), _of(interview, edit.into)
    aliases = tuple(dict.fromkeys((*other.aliases, one.name, *one.aliases)))
    speakers = tuple(
        replace(each, aliases=aliases) if each is other else each
        for each in interview.speakers
        if each is not one
    )
    lines = [
        replace(line, speaker=other.name, opens=False) if line.speaker == one.name else line
        for line in lines_of(interview)
    ]
    return with_lines(replace(interview, speakers=speakers), lines)


def _renamed(interview: Interview, edit: Rename) -> Interview:
    if any(edit.to in (one.name, *one.aliases) and one.name != edit.speaker for one in interview.speakers):
        raise UsageError(f"{edit.to!r} is somebody else's name; merge the two instead")
    to = _checked(edit.to)
    speakers = tuple(
        replace(one, name=to, aliases=tuple(alias for alias in one.aliases if alias != to))
        if one.name == edit.speaker
        else one
        for one in interview.speakers
    )
    lines = [
        replace(line, speaker=to) if line.speaker == edit.speaker else line for line in lines_of(interview)
    ]
    return with_lines(replace(interview, speakers=speakers), lines)


def _voiced(interview: Interview, edit: GiveVoice) -> Interview:
    speakers = interview.speakers
    if edit.speaker == NARRATOR and not any(one.name == NARRATOR for one in speakers):
        speakers = (*speakers, Speaker(NARRATOR, Role.NARRATOR))
    elif edit.speaker != NARRATOR:
        _of(interview, edit.speaker)
    made: tuple[Voice, ...] = ()
    if edit.voice is not None:
        engine, _, name = edit.voice.partition(":")
        if not name or engine not in engine_names():
            raise UsageError(f"{edit.voice!r} is not a voice: write ENGINE:VOICE")
        made = (Voice(engine, name, rate_percent=edit.rate, pitch_hz=edit.pitch),)

    def voiced(one: Speaker) -> Speaker:
        if one.name != edit.speaker:
            return one
        others = tuple(v for v in one.voices if made and v.engine not in (made[0].engine, ""))
        return replace(one, voices=(*made, *others))

    kept = [voiced(one) for one in speakers]
    if edit.speaker == NARRATOR and not made:
        kept = [one for one in kept if one.name != NARRATOR]
    return _same_lines(replace(interview, speakers=tuple(kept)), interview)
