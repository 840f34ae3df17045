"""The HTML transcript of the podcast namespace: who (`cite`), when (`time`), what (`p`), chapters (`h2`)."""

from __future__ import annotations

from duologue.programme.manifest import Manifest
from duologue.publish.document import document
from duologue.publish.page import facts_of, people_line, summary_of
from duologue.publish.passages import paragraphs
from duologue.publish.sharing import description_of, show_icon


def transcript_page(episode: Manifest) -> str:
    """`transcript.html`: a whole document without script; one `cite` and `time` for each paragraph."""
    return document(
        "transcript.html",
        episode.language,
        episode=episode,
        people=people_line(episode),
        facts=facts_of(episode),
        passages=paragraphs(episode),
        description=description_of(summary_of(episode) or episode.summary),
        icon=show_icon(episode.show),
    )
