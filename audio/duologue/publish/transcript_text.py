"""The transcript to read, keep and quote: as plain text and as Markdown."""

from __future__ import annotations

from duologue.languages.page import page_words
from duologue.programme.contents.markdown import escaped
from duologue.programme.manifest import Manifest
from duologue.publish.passages import paragraphs


def transcript_text(episode: Manifest) -> str:
    """`transcript.txt`: the title, headings, and `Name: paragraph`, an empty line between paragraphs."""
    colon = page_words(episode.language).marks.colon
    blocks = [episode.title]
    for paragraph in paragraphs(episode):
        if paragraph.heading:
            blocks.append(f"\n{paragraph.heading}")
        else:
            blocks.append(f"{paragraph.who}{colon}{paragraph.text}" if paragraph.opens else paragraph.text)
    return "\n\n".join(blocks) + "\n"


def transcript_markdown(episode: Manifest) -> str:
    """`transcript.md`: headings, and the names in bold."""
    colon = page_words(episode.language).marks.colon
    blocks = [f"# {escaped(episode.title)}"]
    for paragraph in paragraphs(episode):
        if paragraph.heading:
            blocks.append(f"## {escaped(paragraph.heading)}")
        elif paragraph.opens:
            blocks.append(f"**{escaped(paragraph.who)}{colon.strip()}** {escaped(paragraph.text)}")
        else:
            blocks.append(escaped(paragraph.text))
    return "\n\n".join(blocks) + "\n"
