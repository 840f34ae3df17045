"""The Kokoro front end: a spoken form in, chunks of phonemes out."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from duologue.errors import UsageError
from duologue.languages.tags import spoken_language
from duologue.speech.phonemes.alphabet import LONGEST, only_known
from duologue.speech.phonemes.chunks import Atom, Chunk, group, pause_after
from duologue.speech.phonemes.english import (
    english_insert,
    english_words,
    is_known,
    plain_letters,
    with_mandarin_sounds,
)
from duologue.speech.phonemes.mandarin import uncertain, words_in
from duologue.speech.pronunciation import Notation, Pronunciation
from duologue.speech.spoken import SpokenForm, SpokenSpan
from duologue.speech.syllables import syllable_phonemes

_HAN = "\u3400-\u9fff\u3007\U00020000-\U0002ffff"
_PIECES = re.compile(
    rf"[{_HAN}]+|[^\W_{_HAN}]+(?:['’-][^\W_{_HAN}]+)*(?: +[^\W_{_HAN}]+(?:['’-][^\W_{_HAN}]+)*)*|\s+|."
)
_NO_LATIN = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5aπ]+")
_OTHER_SCRIPTS = re.compile(rf"[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5aπ{_HAN}]+")
_LATIN_WORD = re.compile(r"(?<![A-Za-z'’])[A-Za-z\u00c0-\u024f\u1e00-\u1eff]{2,}(?:'[A-Za-z]+)?")
_PUNCTUATION = {
    "，": ",", "、": ",", "。": ".", "．": ".", "！": "!", "？": "?", "；": ";", "：": ":", "…": "…", "—": "—", "（": ",",
    "）": ",", "(": ",", ")": ",", "\n": ".", "[": ",", "]": ",", "【": ",", "】": ",", ",": ",", ".": ".", "!": "!",
    "?": "?", ";": ";", ":": ":",
}  # fmt: skip
_RANK = {mark: rank for rank, mark in enumerate(",—:;….!?", 1)}


class KokoroFrontEnd:
    """Turns spoken forms into what the model reads. Thread-safe; the same form gives the same chunks."""

    def chunks(self, form: SpokenForm, language: str, british: bool = False) -> tuple[Chunk, ...]:
        """The utterance in chunks, in order; empty if there is nothing to say in it.

        Together the chunks cover `form.written` without gap or overlap.

        Args:
            form: the utterance's spoken form.
            language: ``zh-CN``, ``en-US`` or ``en-GB``.
            british: whether English is read by the British dictionary.

        Raises:
            UsageError: the model's alphabet is not known for this language.
            EngineError: the word lists of the offline voice are not installed.
        """
        primary = spoken_language(language)
        if primary == "zh":
            atoms = list(_mandarin_utterance(form))
        elif primary == "en":
            use_british = british or language.lower() == "en-gb"
            atoms = list(_english_atoms(form, use_british))
        else:
            raise UsageError(f"the offline voice speaks Mandarin (zh) and English (en), not {language!r}")
        return _chunks(form, [part for atom in atoms for part in _fitting(atom)])

    def readings(self, form: SpokenForm, language: str, british: bool = False) -> tuple[tuple[str, str], ...]:
        """Each word of the spoken form with how it is read: pinyin before sandhi, or phonemes.

        Raises:
            UsageError, EngineError: as `chunks`.
        """
        if spoken_language(language) == "zh":
            return tuple(_mandarin_readings(form))
        use_british = british or language.lower() == "en-gb"
        return tuple(
            (
                form.text[atom.text_start : atom.text_end].strip(' ,.;:!?…—"“”()'),
                atom.phonemes.strip(" ,.;:!?…—"),
            )
            for atom in _english_atoms(form, use_british)
            if any(c.isalpha() for c in atom.phonemes)
        )

    def phonemes(self, form: SpokenForm, language: str, british: bool = False) -> str:
        """The phonemes of the whole utterance, for a person to read."""
        return " ".join(chunk.phonemes for chunk in self.chunks(form, language, british))

    def doubts(self, form: SpokenForm, language: str, british: bool = False) -> tuple[str, ...]:
        """Words of the utterance whose reading is a guess, or that have none, as sentences for a person."""
        found = list(form.doubts)
        mandarin = spoken_language(language) == "zh"
        unread = _OTHER_SCRIPTS if mandarin else _NO_LATIN
        for start, end, span in _stretches(form):
            if span is not None:
                continue
            text = form.text[start:end]
            if mandarin:
                for run in re.finditer(f"[{_HAN}]+", text):
                    found += uncertain(run.group(), text[: run.start()][-16:], text[run.end() :][:16])
            for run in unread.findall(text):
                if any(character.isalpha() for character in run):
                    found.append(
                        f"the offline voice cannot read {run!r}: it says it wrongly or not at all "
                        "(a lexicon entry fixes it)"
                    )
            for word in _LATIN_WORD.findall(text):
                if not is_known(word, british):
                    found.append(
                        f"{word!r} is in no dictionary; its reading is a guess (a lexicon entry fixes it)"
                    )
        return tuple(dict.fromkeys(found))


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


def _pause_behind(atoms: list[Atom], pause_ms: int) -> None:
    """Adds a pause of the script to the last atom; one before the first word belongs to the whole take."""
    if atoms:
        atoms[-1] = replace(atoms[-1], pause_ms=atoms[-1].pause_ms + pause_ms)


def _sound(pronunciation: Pronunciation) -> str:
    """A fixed pronunciation in the model's alphabet."""
    if pronunciation.notation is Notation.PINYIN:
        return "".join(map(syllable_phonemes, pronunciation.syllables))
    return pronunciation.value


def _mandarin_utterance(form: SpokenForm) -> Iterator[Atom]:
    """Words with the punctuation behind them, and the pauses of the script, of a Mandarin utterance."""
    pending: list[Atom] = []
    for start, end, span in _stretches(form):
        if span is not None and span.pause_ms:
            _pause_behind(pending, span.pause_ms)
            continue
        if span is not None and span.pronunciation:
            sound = _sound(span.pronunciation)
            if span.pronunciation.notation is Notation.IPA:
                sound = with_mandarin_sounds(sound)
            pending.append(Atom(f"{sound} ", start, end))
            continue
        for atom in _mandarin_atoms(form.text, start, end):
            if atom.ends and not atom.phonemes and pending:
                pending[-1] = _with_mark(pending[-1], atom)
            elif atom.phonemes:
                pending.append(atom)
    yield from pending


def _mandarin_readings(form: SpokenForm) -> Iterator[tuple[str, str]]:
    """The words of a Mandarin utterance: pinyin with tone numbers before sandhi; what is no Mandarin, as phonemes."""
    for start, end, span in _stretches(form):
        if span is not None and span.pause_ms:
            continue
        if span is not None and span.pronunciation:
            yield form.text[start:end], span.pronunciation.value
            continue
        for match in _PIECES.finditer(form.text, start, end):
            piece = match.group()
            if re.match(f"[{_HAN}]", piece):
                words = words_in(form.text, match.start(), match.end())
                yield from ((word.text, " ".join(word.readings)) for word in words if word.readings)
            elif piece[0].isalnum():
                yield from ((word, english_insert(word)) for word in piece.split())


def _stretches(form: SpokenForm) -> Iterator[tuple[int, int, SpokenSpan | None]]:
    """The spoken text between fixed pronunciations and pauses, and those themselves."""
    start = 0
    for span in form.spans:
        if span.pronunciation or span.pause_ms:
            if span.start > start:
                yield start, span.start, None
            yield span.start, span.end, span
            start = span.end
    if start < len(form.text):
        yield start, len(form.text), None


def _with_mark(word: Atom, mark: Atom) -> Atom:
    """The word with a punctuation mark behind it; of several the strongest stays."""
    if word.ends and _RANK[word.ends] >= _RANK[mark.ends]:
        return Atom(word.phonemes, word.text_start, mark.text_end, word.ends, word.pause_ms)
    base = word.phonemes.rstrip(" ,.;:!?—…")
    return Atom(f"{base}{mark.ends} ", word.text_start, mark.text_end, mark.ends, word.pause_ms)


def _mandarin_atoms(text: str, start: int, end: int) -> Iterator[Atom]:
    for match in _PIECES.finditer(text, start, end):
        piece = match.group()
        if re.match(f"[{_HAN}]", piece):
            at = match.start()
            for word in words_in(text, match.start(), match.end()):
                if word.syllables:
                    yield Atom(word.phonemes + " ", at, at + len(word.text))
                at += len(word.text)
        elif piece[0].isalnum():
            at = match.start()
            for word_match in re.finditer(r"\S+\s*", piece):
                yield Atom(
                    english_insert(word_match.group().strip()) + " ",
                    at + word_match.start(),
                    at + word_match.end(),
                )
        elif piece in _PUNCTUATION:
            if piece == "." and match.end() < end and text[match.end()].isalnum():
                continue
            yield Atom("", match.start(), match.end(), _PUNCTUATION[piece])


def _english_atoms(form: SpokenForm, british: bool) -> Iterator[Atom]:
    """Words with their punctuation, of an English utterance; a sentence is read as a whole."""
    pending: list[Atom] = []
    for start, end, span in _stretches(form):
        if span is not None and span.pause_ms:
            _pause_behind(pending, span.pause_ms)
            continue
        if span is not None and span.pronunciation:
            if (
                start
                and form.text[start - 1].isspace()
                and pending
                and not pending[-1].phonemes.endswith(" ")
            ):
                pending[-1] = replace(pending[-1], phonemes=pending[-1].phonemes + " ")
            space = " " if end < len(form.text) and form.text[end].isspace() else ""
            pending.append(Atom(_sound(span.pronunciation) + space, start, end))
            continue
        for match in re.finditer(r".+?(?:[.!?…]+[\"”’)]*(?=\s|$)\s*|\n+|$)", form.text[start:end], re.DOTALL):
            for atom in _english_sentence(form.text, start + match.start(), start + match.end(), british):
                if atom.ends and not atom.phonemes.strip() and pending:
                    pending[-1] = _with_mark(pending[-1], atom)
                elif any(c.isalpha() for c in atom.phonemes):
                    pending.append(atom)
                elif pending and atom.phonemes.isspace() and not pending[-1].phonemes.endswith(" "):
                    last = pending[-1]
                    pending[-1] = Atom(
                        last.phonemes + " ", last.text_start, atom.text_end, last.ends, last.pause_ms
                    )
    yield from pending


def _english_sentence(text: str, start: int, end: int, british: bool) -> Iterator[Atom]:
    """The words of one sentence, found again in the text; marks have no phonemes."""
    at = start
    letters = plain_letters(text)
    lead = len(text[start:end]) - len(text[start:end].lstrip())
    if lead:
        yield Atom(" ", start, start + lead)
    for word, phonemes in english_words(text[start:end].strip(), british):
        bare = word.strip()
        found = letters.find(bare, at, end) if bare else -1
        at = found + len(bare) if found >= 0 else at
        begin = found if found >= 0 else at
        if bare and not any(c.isalnum() for c in bare):
            mark = next((_PUNCTUATION[c] for c in bare if c in _PUNCTUATION), "")
            if mark:
                yield Atom("", begin, at, mark)
        else:
            yield Atom(only_known(phonemes), begin, at)
    if "\n" in text[at:end]:
        yield Atom("", at, end, ".")
