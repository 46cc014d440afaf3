"""Markdown: a section for each heading. Plain text: one section."""

from gateway.knowledge.document import Contents, Section, clean, decoded, headed

_LEVELS = [("#" * level, str(level)) for level in range(1, 7)]


def read_markdown(content: bytes) -> Contents:
    """Headings inside fenced code are none."""
    # Cleaned first: the splitter drops every sign that is not printable, also spaces that do not break.
    from langchain_text_splitters import MarkdownHeaderTextSplitter

    parts = MarkdownHeaderTextSplitter(_LEVELS).split_text(clean(decoded(content)))
    sections = [
        headed(
            [part.metadata[level] for _, level in _LEVELS if part.metadata.get(level)],
            # The splitter ends the lines that it joins as Markdown's line breaks.
            part.page_content.replace("  \n", "\n"),
        )
        for part in parts
    ]
    return Contents(sections)


def read_text(content: bytes) -> Contents:
    """The whole text."""
    return Contents([Section(title="", text=decoded(content))])
