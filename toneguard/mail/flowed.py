"""Paragraphs that a mailer broke into lines, put together again (RFC 3676, format=flowed)."""

from __future__ import annotations


def unflowed(text: str, *, delete_space: bool = False) -> str:
    r"""The text with its soft line breaks undone; quoted lines keep one `>` a level.

    `delete_space` is the parameter DelSp: the space before a soft break was put there by the mailer.

    >>> unflowed("It was late \nagain.\n> Why \n> so?\n-- \nSam")
    'It was late again.\n> Why so?\n-- \nSam'
    """
    done: list[list[str]] = []
    open_at: int | None = None  # the depth of a paragraph that goes on
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        said = line[depth:].removeprefix(" ")
        mark = f"{'>' * depth} " if depth else ""
        if open_at == depth and said != "-- ":
            done[-1].append(said)
        else:
            done.append([mark, said])
        soft = said.endswith(" ") and said != "-- "
        if soft and delete_space:
            done[-1][-1] = said[:-1]
        open_at = depth if soft else None
    return "\n".join(map("".join, done))
