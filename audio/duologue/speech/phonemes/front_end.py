"""The Kokoro front end: a spoken form in, chunks of phonemes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from duologue.languages import front_ends
from duologue.languages.tags import spoken_language
from duologue.languages.writing import can_be_in, script_of
from duologue.speech.phonemes import english_utterance, mandarin_utterance, other_languages
from duologue.speech.phonemes.alphabet import LONGEST
from duologue.speech.phonemes.chunks import Atom, Chunk, group, pause_after
from duologue.speech.phonemes.english import is_known
from duologue.speech.phonemes.mandarin import uncertain
from duologue.speech.phonemes.mandarin_utterance import HAN
from duologue.speech.phonemes.stretches import leading_mark, stretches, with_mark
from duologue.speech.spoken import SpokenForm
from duologue.speech.spoken.form import SpokenPart

_NO_LATIN = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5aπ]+")
_OTHER_SCRIPTS = re.compile(rf"[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5aπ{HAN}]+")
_LATIN_WORD = re.compile(r"(?<![A-Za-z'’])[A-Za-z\u00c0-\u024f\u1e00-\u1eff]{2,}(?:'[A-Za-z]+)?")


class KokoroFrontEnd:
    """Turns spoken forms into what the model reads. Thread-safe; the same form gives the same chunks."""

    def chunks(self, form: SpokenForm, language: str, british: bool = False) -> tuple[Chunk, ...]:
        """The utterance in chunks, in order; empty if there is nothing to say in it.

        Together the chunks cover `form.written` without gap or overlap.

        Args:
            form: the utterance's spoken form.
            language: of the article (BCP 47); the form knows its parts in others.
            british: whether English is read by the British dictionary.

        Raises:
            UsageError: the offline voice does not speak the language.
            EngineError: what its front end needs is not installed.
        """
        atoms = _atoms(form, language, british)
        return _chunks(form, [part for atom in atoms for part in _fitting(atom)])

    def readings(self, form: SpokenForm, language: str, british: bool = False) -> tuple[tuple[str, str], ...]:
        """Each word of the spoken form with how it is read: pinyin before sandhi, or phonemes.

        Raises:
            UsageError, EngineError: as `chunks`.
        """
        parts = spoken_in_turn(form, language)
        return tuple(each for part in parts for each in _readings(part, british))

    def phonemes(self, form: SpokenForm, language: str, british: bool = False) -> str:
        """The phonemes of the whole utterance, for a person to read."""
        return " ".join(chunk.phonemes for chunk in self.chunks(form, language, british))

    def doubts(self, form: SpokenForm, language: str, british: bool = False) -> tuple[str, ...]:
        """Words of the utterance whose reading is a guess, or that have none, as sentences for a person."""
        found = list(form.doubts)
        for part in spoken_in_turn(form, language):
            primary = spoken_language(part.language)
            for start, end, span in stretches(part.form):
                if span is None and primary in ("zh", "en"):
                    found += _guesses(part.form.text[start:end], british, mandarin=primary == "zh")
                elif span is None:
                    found += _unread(part.form.text[start:end], part.language)
        return tuple(dict.fromkeys(found))


def _guesses(text: str, british: bool, *, mandarin: bool) -> Iterator[str]:
    """Doubts about Mandarin or English words between fixed pronunciations."""
    if mandarin:
        for run in re.finditer(f"[{HAN}]+", text):
            yield from uncertain(run.group(), text[: run.start()][-16:], text[run.end() :][:16])
    for letters in (_OTHER_SCRIPTS if mandarin else _NO_LATIN).findall(text):
        if any(character.isalpha() for character in letters):
            yield _cannot_read(letters)
    for word in _LATIN_WORD.findall(text):
        if not is_known(word, british):
            yield f"{word!r} is in no dictionary; its reading is a guess (a lexicon entry fixes it)"


def _unread(text: str, language: str) -> Iterator[str]:
    """Words in a script that a language is not written in; Latin letters are read by every front end."""
    for word in re.findall(r"[^\W\d_]+", text):
        if script_of(word) not in ("LATIN", "") and not can_be_in(language, word):
            yield _cannot_read(word)


def _cannot_read(text: str) -> str:
    return (
        f"the offline voice cannot read {text!r}: it says it wrongly or not at all (a lexicon entry fixes it)"
    )


def spoken_in_turn(form: SpokenForm, language: str) -> tuple[SpokenPart, ...]:
    """The parts of an utterance that a front end of their own reads, and what is between them.

    English in a Mandarin utterance is the Mandarin front end's: its voices say it with sounds of their own.

    Args:
        form: the spoken form of an utterance.
        language: of the article (BCP 47).
    """
    own = spoken_language(language)
    others = {spoken_language(part.language) for part in form.parts} - {own}
    apart = {each for each in others & {*offline_languages()} if (own, each) != ("zh", "en")}
    if not apart:
        return (SpokenPart(0, language, form),)
    return tuple(
        part if spoken_language(part.language) in apart else replace(part, language=language)
        for part in form.parts
    )


def offline_languages() -> tuple[str, ...]:
    """The languages that the offline voice can read here, as primary subtags."""
    return ("zh", "en", *front_ends.readable())


def _readings(part: SpokenPart, british: bool) -> Iterator[tuple[str, str]]:
    primary = spoken_language(part.language)
    if primary == "zh":
        return mandarin_utterance.readings(part.form)
    if primary == "en":
        return english_utterance.readings(part.form, _is_british(part, british))
    return other_languages.readings(part.form, part.language)


def _atoms(form: SpokenForm, language: str, british: bool) -> list[Atom]:
    """The words of the utterance, each part by the front end of its language."""
    atoms: list[Atom] = []
    for part in spoken_in_turn(form, language):
        if atoms and (mark := leading_mark(part.form.text)):
            atoms[-1] = with_mark(atoms[-1], Atom("", 0, part.start + 1, mark))
        for atom in _utterance(part, british):
            start, end = atom.text_start + part.start, atom.text_end + part.start
            atoms.append(replace(atom, text_start=start, text_end=end))
    return atoms


def _utterance(part: SpokenPart, british: bool) -> Iterator[Atom]:
    primary = spoken_language(part.language)
    if primary == "zh":
        return mandarin_utterance.utterance(part.form)
    if primary == "en":
        return english_utterance.utterance(part.form, _is_british(part, british))
    return other_languages.utterance(part.form, part.language)


def _is_british(part: SpokenPart, british: bool) -> bool:
    return british or part.language.lower() == "en-gb"


def _chunks(form: SpokenForm, atoms: list[Atom]) -> tuple[Chunk, ...]:
    groups = [g for g in group(atoms) if any(c.isalpha() for atom in g for c in atom.phonemes)]
    chunks: list[Chunk] = []
    start = 0
    for number, members in enumerate(groups, 1):
        last = number == len(groups)
        end = (
            len(form.written)
            if last
            else max(start, form.written_range(members[-1].text_start, members[-1].text_end)[1])
        )
        phonemes = re.sub(r" +", " ", "".join(atom.phonemes for atom in members)).strip()
        chunks.append(Chunk(phonemes, start, end, pause_after(members), members[-1].ends))
        start = end
    return tuple(chunks)


def _fitting(atom: Atom) -> Iterator[Atom]:
    """The atom, or, when one word alone is longer than the model takes, that word in pieces."""
    if len(atom.phonemes) <= LONGEST // 2:
        yield atom
        return
    size = LONGEST // 2
    pieces = [atom.phonemes[at : at + size] for at in range(0, len(atom.phonemes), size)]
    for number, piece in enumerate(pieces, 1):
        last = number == len(pieces)
        yield Atom(
            piece,
            atom.text_start,
            atom.text_end if last else atom.text_start,
            atom.ends if last else "",
            atom.pause_ms if last else 0,
        )
