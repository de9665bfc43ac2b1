"""The page of an archive: what its rows come to, as one file to look at, print and hand on.

`Tally` reads the rows once, in bounded memory; `as_page` draws what it holds; `write_page` does both.
"""

from toneguard.archive.page.html import as_page
from toneguard.archive.page.tallying import Tally
from toneguard.archive.page.writing import check_page, write_page

__all__ = ["Tally", "as_page", "check_page", "write_page"]
